package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.operator.catalog.CatalogueEntry;
import io.ninerouter.operator.catalog.Setting;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of connections: what the provider knows is taken over, the rest is told, and what is still wanted too. Pure. */
final class AccountSettings {
    private static final List<Member> MEMBERS = List.of(
            // Of Kiro it is the region of the login.
            new Member("region", true, "ssoRegion", "region", "location"),
            new Member("location", true, "location"),
            new Member("startUrl", false, "startUrl"),
            new Member("accountId", true, "accountId"),
            new Member("azureEndpoint", true, "endpoint"),
            new Member("endpoint", true, "endpoint"),
            new Member("azureDeployment", true, "deployment"),
            new Member("deployment", true, "deployment"),
            new Member("azureApiVersion", true, "apiVersion"),
            new Member("apiVersion", true, "apiVersion"),
            new Member("organization", true, "organization"),
            // Nodes keep a copy of their own address there.
            new Member("baseUrl", true, "baseUrl"),
            // These may be a matter of tokens instead.
            new Member("clientId", false, "clientId"),
            new Member("orgId", false, "organizationId"));

    private AccountSettings() {}

    /**
     * A member of a connection, or of its {@code providerSpecificData}.
     *
     * @param told whether the person hears of it where no setting takes it
     * @param ours settings that it may be; the first that the provider knows counts
     */
    private record Member(String legacy, boolean told, List<String> ours) {
        Member(String legacy, boolean told, String... ours) {
            this(legacy, told, List.of(ours));
        }

        @Nullable
        String known(Map<String, Setting> settings) {
            return ours.stream().filter(settings::containsKey).findFirst().orElse(null);
        }
    }

    /**
     * The settings of a connection.
     *
     * @param extra of its built-in provider; null = a node, which has none
     * @param remarks get what is left out and what is missing; never a value, which may be an address with a password
     */
    static ObjectNode of(
            JsonNode connection, String provider, CatalogueEntry.@Nullable Extra extra, List<String> remarks) {
        ObjectNode settings = Specs.object();
        if (extra == null) {
            return settings;
        }
        for (Member member : MEMBERS) {
            String value = value(connection, member.legacy());
            String ours = member.known(extra.settings());
            Setting setting = ours == null ? null : extra.settings().get(ours);
            if (value == null || (setting == null && !member.told())) {
                continue;
            }
            if (setting == null) {
                remarks.add("its " + member.legacy() + " is left out: provider " + provider + " has no such setting");
            } else if (!setting.takes(value)) {
                remarks.add("its " + member.legacy() + " is left out: no value for setting " + ours + " ("
                        + setting.description() + ")");
            } else if (!settings.has(ours)) {
                settings.put(ours, value);
            }
        }
        extra.settings().forEach((name, setting) -> {
            if (setting.required() && !settings.has(name)) {
                remarks.add("setting " + name + " has to be given (" + setting.description() + ")");
            }
        });
        return settings;
    }

    /** A member, wherever it stands; null when it is absent. */
    static @Nullable String value(JsonNode connection, String... names) {
        String value = LegacyDatabase.text(connection.path("providerSpecificData"), names);
        return value == null ? LegacyDatabase.text(connection, names) : value;
    }
}
