package io.ninerouter.quickstart.api.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.Yaml;
import io.ninerouter.quickstart.api.error.StatusException;
import io.ninerouter.quickstart.api.json.Json;
import io.ninerouter.quickstart.api.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldOwnershipTest {

    private static final Schema SCHEMA = Schema.parse(Yaml.object("""
        type: object
        properties:
          a: {type: string}
          b: {type: string}
          struct: {type: object, properties: {x: {type: string}, y: {type: string}}}
          whole: {type: object, x-kubernetes-map-type: atomic, properties: {x: {type: string}, y: {type: string}}}
          map: {type: object, additionalProperties: {type: string}}
          list: {type: array, items: {type: string}}
          set: {type: array, x-kubernetes-list-type: set, items: {type: string}}
          items:
            type: array
            x-kubernetes-list-type: map
            x-kubernetes-list-map-keys: [k]
            items: {type: object, properties: {k: {type: string}, v: {type: string}, w: {type: string}}}
        """), ref -> null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "first and only          | {a: x}                     | {a: y}                | {a: y}",
                "drops a leaf            | {a: x, b: x}               | {a: x}                | {a: x}",
                "drops a struct          | {struct: {x: s}, a: x}     | {a: x}                | {a: x}",
                "drops part of a struct  | {struct: {x: s, y: t}}     | {struct: {x: s}}      | {struct: {x: s}}",
                "drops a map entry       | {map: {m: s, o: t}}        | {map: {m: s}}         | {map: {m: s}}",
                "drops a list            | {list: [p, q], a: x}       | {a: x}                | {a: x}",
                "replaces a list         | {list: [p, q]}             | {list: [q]}           | {list: [q]}",
                "drops from a set        | {set: [p, q]}              | {set: [q]}            | {set: [q]}",
                "adds to a set           | {set: [p]}                 | {set: [p, q]}         | {set: [p, q]}",
                "drops an item           | {items: [{k: p}, {k: q}]}  | {items: [{k: q}]}     | {items: [{k: q}]}",
                "drops all items         | {items: [{k: p}], a: x}    | {a: x}                | {a: x}",
                "drops a field of an item| {items: [{k: p, v: s}]}    | {items: [{k: p}]}     | {items: [{k: p}]}",
                "reorders items          | {items: [{k: p}, {k: q}]}  | {items: [{k: q}, {k: p}]} | {items: [{k: q},"
                        + " {k: p}]}",
                "replaces a whole        | {whole: {x: s, y: t}}      | {whole: {x: u}}       | {whole: {x: u}}",
            })
    void followsItsOnlyManager(String name, String first, String second, String expected) {
        ObjectNode live = apply(apply(Json.object(), "one", first), "one", second);
        assertThat(content(live)).as(name).isEqualTo(Yaml.object(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "other leaf      | {a: x}                      | {b: y}                   | {}         | {b: y}",
                "same leaf       | {a: x}                      | {a: x}                   | {}         | {a: x}",
                "struct          | {struct: {x: s}}            | {struct: {y: t}}         | {}         | {struct: {y:"
                        + " t}}",
                "map             | {map: {m: s}}               | {map: {o: t}}            | {}         | {map: {o: t}}",
                "set             | {set: [p]}                  | {set: [p, q]}            | {}         | {set: [p, q]}",
                "items           | {items: [{k: p}]}           | {items: [{k: q}]}        | {}         | {items: [{k:"
                        + " q}]}",
                "field of item   | {items: [{k: p, v: s}]}     | {items: [{k: p, w: t}]}  | {}         | {items: [{k:"
                        + " p, w: t}]}",
                "new before old  | {items: [{k: p}]}           | {items: [{k: q}, {k: p}]} | {items: [{k: p}]} |"
                        + " {items: [{k: q}, {k: p}]}",
            })
    void leavesWhatAnotherAppliesWhenOneLetsGo(String name, String one, String two, String oneAgain, String expected) {
        ObjectNode live = apply(apply(apply(Json.object(), "one", one), "two", two), "one", oneAgain);
        assertThat(content(live)).as(name).isEqualTo(Yaml.object(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: x}                  | {a: y}                  | .a",
                "{struct: {x: s}}        | {struct: {x: t}}        | .struct.x",
                "{whole: {x: s}}         | {whole: {y: s}}         | .whole",
                "{map: {m: s}}           | {map: {m: t}}           | .map.m",
                "{list: [p]}             | {list: [q]}             | .list",
                "{items: [{k: p, v: s}]} | {items: [{k: p, v: t}]} | .items[k=\"p\"].v",
            })
    void refusesToTakeWhatAnotherOwns(String mine, String theirs, String path) {
        ObjectNode live = apply(Json.object(), "one", mine);
        assertThatThrownBy(() -> apply(live, "two", theirs))
                .isInstanceOf(StatusException.class)
                .hasMessage("Apply failed with 1 conflict: conflict with \"one\": " + path);
    }

    @Test
    void listsAllConflicts() {
        ObjectNode live = apply(Json.object(), "one", "{a: x, b: x}");
        assertThatThrownBy(() -> apply(live, "two", "{a: y, b: y}"))
                .hasMessage("Apply failed with 2 conflicts: conflicts with \"one\":\n- .a\n- .b");
    }

    @Test
    void takesFieldsByForce() {
        ObjectNode live = apply(Json.object(), "one", "{a: x, b: x}");
        ObjectNode forced = FieldOwnership.apply(live, Yaml.object("{a: y}"), manager("two"), SCHEMA, "now", true);
        assertThat(owned(forced, "one")).isEqualTo(Yaml.object("f:b: {}"));
        assertThat(owned(forced, "two")).isEqualTo(Yaml.object("f:a: {}"));
    }

    @Test
    void changesNothingWhenNothingChanges() {
        ObjectNode live = apply(Json.object(), "one", "{a: x, set: [q, p], items: [{k: p, v: s}], list: [z]}");
        ObjectNode again = FieldOwnership.apply(
                live,
                Yaml.object("{a: x, set: [q, p], items: [{k: p, v: s}], list: [z]}"),
                manager("one"),
                SCHEMA,
                "later",
                false);
        assertThat(again).isEqualTo(live);
    }

    @Test
    void ownsWhatAnUpdateChangedAndNoMore() {
        ObjectNode before = apply(Json.object(), "one", "{a: x, b: x}");
        ObjectNode after = before.deepCopy().put("a", "y");
        update(before, after, "editor");
        assertThat(owned(after, "one")).isEqualTo(Yaml.object("f:b: {}"));
        assertThat(owned(after, "editor")).isEqualTo(Yaml.object("f:a: {}"));
    }

    @Test
    void ownsContainersThatAnUpdateCreates() {
        ObjectNode after = Yaml.object("{struct: {x: s}, items: [{k: p}]}");
        update(Json.object(), after, "editor");
        assertThat(owned(after, "editor")).isEqualTo(Yaml.object("""
            f:struct: {.: {}, "f:x": {}}
            f:items: {.: {}, 'k:{"k":"p"}': {.: {}, "f:k": {}}}
            """));
    }

    @Test
    void losesWhatAnUpdateRemoves() {
        ObjectNode before = apply(Json.object(), "one", "{a: x, b: x}");
        ObjectNode after = before.deepCopy();
        after.remove("a");
        update(before, after, "editor");
        assertThat(owned(after, "one")).isEqualTo(Yaml.object("f:b: {}"));
        assertThat(after.path("metadata").path("managedFields")).hasSize(1);
    }

    @Test
    void takesOwnersThatAClientWrites() {
        ObjectNode before = apply(Json.object(), "one", "{a: x}");
        ObjectNode after = before.deepCopy();
        ((ObjectNode) after.path("metadata").path("managedFields").get(0)).put("manager", "two");
        update(before, after, "editor");
        assertThat(owned(after, "two")).isEqualTo(Yaml.object("f:a: {}"));
        assertThat(after.path("metadata").path("managedFields")).hasSize(1);
    }

    @Test
    void keepsWhatWasThereBeforeTheFirstApply() {
        ObjectNode live = apply(Yaml.object("{a: x, b: x}"), "one", "{a: x}");
        ObjectNode then = apply(live, "one", "{}");
        assertThat(content(then)).isEqualTo(Yaml.object("{a: x, b: x}"));
    }

    @Test
    void readsBackTheFieldSetsItWrites() {
        ObjectNode fields = Yaml.object("""
            f:metadata: {"f:labels": {.: {}, "f:a": {}}}
            f:items: {'k:{"k":"p"}': {.: {}, "f:v": {}}}
            f:set: {'v:"q"': {}}
            """);
        FieldSet set = FieldSet.parse(fields);
        assertThat(set.toFieldsV1()).isEqualTo(fields);
        assertThat(set.paths())
                .isEqualTo(List.of(
                        ".items[k=\"p\"]",
                        ".items[k=\"p\"].v",
                        ".metadata.labels",
                        ".metadata.labels.a",
                        ".set[=\"q\"]"));
        assertThat(set.minus(set).isEmpty()).isTrue();
        assertThat(set.union(FieldSet.EMPTY)).isEqualTo(set);
        assertThat(set.intersection(set)).isEqualTo(set);
    }

    private static ObjectNode apply(ObjectNode live, String name, String config) {
        return FieldOwnership.apply(live, Yaml.object("---\n" + config), manager(name), SCHEMA, "now", false);
    }

    private static void update(ObjectNode before, ObjectNode after, String name) {
        FieldOwnership.update(
                before, after, new FieldOwner(name, FieldOwner.Operation.UPDATE, "v1", ""), SCHEMA, "now");
    }

    private static FieldOwner manager(String name) {
        return new FieldOwner(name, FieldOwner.Operation.APPLY, "v1", "");
    }

    private static ObjectNode content(ObjectNode object) {
        ObjectNode content = object.deepCopy();
        content.remove("metadata");
        return content;
    }

    private static JsonNode owned(ObjectNode object, String manager) {
        return object.path("metadata")
                .path("managedFields")
                .valueStream()
                .filter(entry -> entry.path("manager").asText().equals(manager))
                .findFirst()
                .orElseThrow()
                .path("fieldsV1");
    }
}
