package io.ninerouter.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.ninerouter.config.ReplicaReport;
import org.jspecify.annotations.Nullable;

/** What one gateway pod reports. Written by the pod alone; people read it. */
@Group(Schemas.GROUP)
@Version(Schemas.VERSION)
@ShortNames("gwr")
@Categories({Schemas.CATEGORY, Schemas.CATEGORY_OF_FIELD})
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.ready", type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Router", jsonPath = ".spec.routerRef.name")
@AdditionalPrinterColumn(name = "Revision", jsonPath = ".status.configRevision")
@AdditionalPrinterColumn(
        name = "In Flight",
        jsonPath = ".status.inFlightRequests",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Age", jsonPath = Schemas.AGE, type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Rejected", jsonPath = ".status.rejectedReason", priority = 1)
@AdditionalPrinterColumn(
        name = "Reported",
        jsonPath = ".status.reportedAt",
        type = AdditionalPrinterColumn.Type.DATE,
        priority = 1)
@JsonInclude(JsonInclude.Include.NON_NULL)
public class GatewayReplica extends CustomResource<GatewayReplica.Spec, ReplicaReport> implements Namespaced {

    @Override
    protected @Nullable Spec initSpec() {
        return null;
    }

    @Override
    protected @Nullable ReplicaReport initStatus() {
        return null;
    }

    /** Which Router the pod serves. */
    public record Spec(@Required RouterRef routerRef) {}
}
