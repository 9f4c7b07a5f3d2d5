package io.ninerouter.quickstart.api.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects functions for rules: what they are called, what they take, what they do. Used by one thread. */
final class Fn {

    private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
    private final Map<String, List<CelFunctionBinding>> bindings = new LinkedHashMap<>();

    /** A function of one argument. */
    <A> Fn global(String name, CelType result, Arg<A> arg, One<A> body) {
        String id = id(name, arg);
        overload(name, CelOverloadDecl.newGlobalOverload(id, result, arg.type()));
        return bind(name, CelFunctionBinding.from(id, arg.java(), a -> guarded(() -> body.apply(a))));
    }

    /** A method without arguments. */
    <A> Fn member(String name, CelType result, Arg<A> self, One<A> body) {
        String id = id(name, self);
        overload(name, CelOverloadDecl.newMemberOverload(id, result, self.type()));
        return bind(name, CelFunctionBinding.from(id, self.java(), a -> guarded(() -> body.apply(a))));
    }

    /** A method of one argument. */
    <A, B> Fn member(String name, CelType result, Arg<A> self, Arg<B> arg, Two<A, B> body) {
        String id = id(name, self) + "_" + arg.label();
        overload(name, CelOverloadDecl.newMemberOverload(id, result, self.type(), arg.type()));
        return bind(
                name, CelFunctionBinding.from(id, self.java(), arg.java(), (a, b) -> guarded(() -> body.apply(a, b))));
    }

    /**
     * An argument.
     *
     * @param label tells overloads apart
     * @param type for the compiler
     * @param java for the runtime
     */
    record Arg<T>(String label, CelType type, Class<T> java) {}

    /** What a function of one argument does. */
    @Immutable
    interface One<A> {
        Object apply(A argument);
    }

    /** What a function of two arguments does. */
    @Immutable
    interface Two<A, B> {
        Object apply(A first, B second);
    }

    List<CelFunctionDecl> declarations() {
        return overloads.entrySet().stream()
                .map(entry -> CelFunctionDecl.newFunctionDeclaration(entry.getKey(), entry.getValue()))
                .toList();
    }

    List<CelFunctionBinding> bindings() {
        return bindings.entrySet().stream()
                .map(entry -> CelFunctionBinding.fromOverloads(entry.getKey(), entry.getValue()))
                .flatMap(Collection::stream)
                .toList();
    }

    private static String id(String name, Arg<?> arg) {
        return "k8s_" + name.replace('.', '_') + "_" + arg.label();
    }

    private void overload(String name, CelOverloadDecl declaration) {
        overloads.computeIfAbsent(name, n -> new ArrayList<>()).add(declaration);
    }

    private Fn bind(String name, CelFunctionBinding binding) {
        bindings.computeIfAbsent(name, n -> new ArrayList<>()).add(binding);
        return this;
    }

    private interface Body {
        Object run();
    }

    private static Object guarded(Body body) throws CelEvaluationException {
        try {
            return body.run();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CelEvaluationException(String.valueOf(e.getMessage()), e);
        }
    }
}
