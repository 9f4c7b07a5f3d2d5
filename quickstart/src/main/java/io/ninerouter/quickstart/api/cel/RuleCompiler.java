package io.ninerouter.quickstart.api.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import io.ninerouter.quickstart.api.error.FieldError;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the x-kubernetes-validations of one schema, once. Rules are checked against the schema's types, so that a
 * misspelt field is found here. Used by one thread.
 */
public final class RuleCompiler {

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(100_000)
            .build();

    private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.strings(), CelExtensions.optional(), CelExtensions.sets(OPTIONS))
            .addFunctionBindings(KubernetesFunctions.all().bindings())
            .build();

    private static final CelCompiler BASE = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings(), CelExtensions.optional(), CelExtensions.sets(OPTIONS))
            .addFunctionDeclarations(KubernetesFunctions.all().declarations())
            .build();

    private static final Set<String> NUMBER_TO_TEXT = Set.of("int64_to_string", "uint64_to_string", "double_to_string");

    private final CelTypes types = new CelTypes();
    private final List<FieldError> errors;

    private RuleCompiler(List<FieldError> errors) {
        this.errors = errors;
    }

    /**
     * Compiles all rules of a schema.
     *
     * @param path where the schema lies in its definition
     * @param errors gets what does not compile
     */
    public static RuleSet compile(Schema schema, String path, List<FieldError> errors) {
        RuleCompiler compiler = new RuleCompiler(errors);
        return compiler.compile(schema, new Place(path, "object", true, true));
    }

    /**
     * Where a schema lies.
     *
     * @param path in the definition
     * @param name of its type
     * @param root whether it is that of the whole object
     * @param correlatable whether a value can be told from its predecessor: not within lists without keys
     */
    private record Place(String path, String name, boolean root, boolean correlatable) {

        Place below(String step, String name, boolean correlatable) {
            return new Place(path + "." + step, this.name + "." + name, false, this.correlatable && correlatable);
        }
    }

    private RuleSet compile(Schema schema, Place place) {
        List<Rule> rules = rules(schema, place);
        Map<String, RuleSet> fields = new LinkedHashMap<>();
        schema.properties().forEach((name, child) -> {
            RuleSet below = compile(child, place.below("properties[" + name + "]", name, true));
            if (!below.isEmpty()) {
                fields.put(name, below);
            }
        });
        Schema additional = schema.additional();
        RuleSet values = additional == null || additional == Schema.ANY
                ? null
                : nonEmpty(compile(additional, place.below("additionalProperties", "@values", true)));
        RuleSet items = schema.type().equals("array") && schema.items() != Schema.ANY
                ? nonEmpty(compile(
                        schema.items(), place.below("items", "@items", schema.listKind() == Schema.ListKind.MAP)))
                : null;
        return new RuleSet(schema, rules, fields, values, items);
    }

    private static @Nullable RuleSet nonEmpty(RuleSet rules) {
        return rules.isEmpty() ? null : rules;
    }

    private List<Rule> rules(Schema schema, Place place) {
        JsonNode declared = schema.raw().path("x-kubernetes-validations");
        List<Rule> rules = new ArrayList<>();
        if (declared.isEmpty()) {
            return rules;
        }
        CelType self = types.of(schema, place.name(), place.root());
        for (int i = 0; i < declared.size(); i++) {
            String at = place.path() + ".x-kubernetes-validations[" + i + "]";
            rule(schema, declared.get(i), self, new Place(at, place.name(), false, place.correlatable()))
                    .ifPresent(rules::add);
        }
        return rules;
    }

    private Optional<Rule> rule(Schema schema, JsonNode declared, CelType self, Place place) {
        CelType oldSelf = declared.path("optionalOldSelf").asBoolean(false) ? OptionalType.create(self) : self;
        JsonNode source = declared.path("rule");
        if (source.asText("").isBlank()) {
            errors.add(FieldError.required(place.path() + ".rule", "rule is not specified"));
            return Optional.empty();
        }
        Compiled program = compile(source, place.path() + ".rule", compiler(self, oldSelf, SimpleType.BOOL));
        JsonNode expression = declared.path("messageExpression");
        Compiled message = expression.isMissingNode()
                ? null
                : compile(expression, place.path() + ".messageExpression", compiler(self, oldSelf, SimpleType.STRING));
        if (program == null || (message == null && !expression.isMissingNode())) {
            return Optional.empty();
        }
        if (message != null && message.unbounded()) {
            errors.add(FieldError.forbidden(
                    place.path() + ".messageExpression",
                    "estimated messageExpression cost exceeds budget by factor of more than 100x (try simplifying the"
                            + " rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings"
                            + " are declared)"));
        }
        boolean transition = program.transition() || (message != null && message.transition());
        if (transition && !place.correlatable()) {
            errors.add(FieldError.invalid(
                    place.path() + ".rule",
                    source,
                    "oldSelf cannot be used on the uncorrelatable portion of the schema"));
        }
        return Optional.of(
                new Rule(declared, schema, program.program(), message == null ? null : message.program(), transition));
    }

    private CelCompiler compiler(CelType self, CelType oldSelf, CelType result) {
        return BASE.toCompilerBuilder()
                .setTypeProvider(types.provider())
                .addVar("self", self)
                .addVar("oldSelf", oldSelf)
                .setResultType(result)
                .build();
    }

    /**
     * An expression that holds.
     *
     * @param transition whether it speaks of oldSelf
     * @param unbounded whether it makes text of a number: the one cost that is judged here, since nothing bounds it
     */
    private record Compiled(Program program, boolean transition, boolean unbounded) {}

    private @Nullable Compiled compile(JsonNode source, String path, CelCompiler compiler) {
        try {
            CelAbstractSyntaxTree ast = compiler.compile(source.asText()).getAst();
            boolean transition = ast.getReferenceMap().values().stream()
                    .anyMatch(reference -> reference.name().equals("oldSelf"));
            boolean unbounded = ast.getReferenceMap().values().stream()
                    .flatMap(reference -> reference.overloadIds().stream())
                    .anyMatch(NUMBER_TO_TEXT::contains);
            return new Compiled(RUNTIME.createProgram(ast), transition, unbounded);
        } catch (CelValidationException | CelEvaluationException e) {
            errors.add(FieldError.invalid(path, source, "compilation failed: " + e.getMessage()));
            return null;
        }
    }
}
