package dev.cnilab.cluster.apiserver.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps an APIService for each group and version that CustomResourceDefinitions serve: the
 * aggregator's {@code crdregistration} and {@code autoregister} controllers. On the loop only.
 */
record CustomApiServices(ApiCore core, Requester requester) {
  private static final ResourceType TYPE = ResourceTypes.API_SERVICES;
  private static final String MANAGED = "kube-aggregator.kubernetes.io/automanaged";

  private static final JsonNode AVAILABLE =
      Json.parse(
          """
          {"conditions": [{"type": "Available", "status": "True", "reason": "Local",
            "message": "Local APIServices are always available"}]}""");

  private record Served(String group, String version) {
    static Served of(ResourceType type) {
      return new Served(type.group(), type.version());
    }

    static Served of(KubeObject service) {
      return new Served(service.text("/spec/group"), service.text("/spec/version"));
    }
  }

  /** Creates what is missing and deletes what is no longer served. */
  void update() {
    Set<Served> missing = new LinkedHashSet<>();
    for (ResourceType type : core.resources().all()) {
      if (core.resources().custom(type).isPresent()) {
        missing.add(Served.of(type));
      }
    }
    for (KubeObject service : List.copyOf(core.store().list(TYPE, ""))) {
      boolean wanted = missing.remove(Served.of(service));
      if (!wanted && "true".equals(service.labels().get(MANAGED))) {
        core.deletion().delete(TYPE, service, DeleteOptions.background(), requester);
      }
    }
    missing.forEach(this::create);
  }

  private void create(Served served) {
    KubeObject created = core.registry().create(TYPE, service(served), requester);
    core.registry().updateStatus(TYPE, created.with("status", AVAILABLE), requester);
  }

  private static KubeObject service(Served served) {
    ObjectNode service =
        Json.object().put("apiVersion", TYPE.apiVersion()).put("kind", TYPE.kind());
    service
        .putObject("metadata")
        .put("name", served.version() + "." + served.group())
        .putObject("labels")
        .put(MANAGED, "true");
    service
        .putObject("spec")
        .put("group", served.group())
        .put("version", served.version())
        .put("groupPriorityMinimum", 1000)
        .put("versionPriority", 100);
    return KubeObject.of(service);
  }
}
