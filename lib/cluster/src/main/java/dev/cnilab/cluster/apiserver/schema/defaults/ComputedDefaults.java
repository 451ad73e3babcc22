package dev.cnilab.cluster.apiserver.schema.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The defaults that depend on other fields of the object. */
final class ComputedDefaults {
  private ComputedDefaults() {}

  static void apply(String type, ObjectNode object) {
    switch (type) {
      case "core.v1.Namespace" -> namespace(object);
      case "core.v1.Pod" -> pod(object);
      case "core.v1.Container", "core.v1.EphemeralContainer" -> container(object);
      case "core.v1.ImageVolumeSource" -> pulled(object);
      case "core.v1.Volume" -> volume(object);
      case "core.v1.NodeStatus" -> nodeStatus(object);
      case "core.v1.Secret" -> secret(object);
      case "core.v1.PodSpec" -> account(object);
      case "core.v1.ServicePort" -> servicePort(object);
      case "core.v1.ServiceSpec" -> service(object);
      case "core.v1.Service" -> ingresses(object);
      case "core.v1.PodStatus" -> firstOfList(object, "podIP", "podIPs", "ip");
      case "core.v1.NodeSpec" -> firstOfList(object, "podCIDR", "podCIDRs", "");
      case "networking.v1.NetworkPolicySpec" -> policy(object);
      case "core.v1.ReplicationController" -> replicas(object);
      case "core.v1.LimitRangeItem" -> limits(object);
      case "apps.v1.StatefulSetSpec" ->
          object.path("volumeClaimTemplates").forEach(ComputedDefaults::claim);
      case "batch.v1.Job" -> job(object.withObject("/spec"));
      case "autoscaling.v2.HorizontalPodAutoscalerBehavior" -> ScalingDefaults.apply(object);
      case "apiextensions.v1.CustomResourceDefinition" -> DefinitionDefaults.stored(object);
      case "apiextensions.v1.CustomResourceDefinitionSpec" -> DefinitionDefaults.names(object);
      default -> {}
    }
  }

  /** One that is to be given a name gets its label with it. */
  private static void namespace(ObjectNode namespace) {
    String name = namespace.at("/metadata/name").asText("");
    if (!name.isEmpty()) {
      namespace.withObject("/metadata/labels").put("kubernetes.io/metadata.name", name);
    }
  }

  /** A spec names its service account in two fields; the older one follows the newer one. */
  private static void account(ObjectNode spec) {
    String name = spec.path("serviceAccountName").asText(spec.path("serviceAccount").asText(""));
    if (!name.isEmpty()) {
      spec.put("serviceAccountName", name).put("serviceAccount", name);
    }
  }

  private static void pod(ObjectNode pod) {
    ObjectNode spec = pod.withObject("/spec");
    if (!spec.has("enableServiceLinks")) {
      spec.put("enableServiceLinks", true);
    }
    for (String list : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : spec.path(list)) {
        requestsFromLimits(container);
        if (spec.path("hostNetwork").asBoolean()) {
          container.path("ports").forEach(ComputedDefaults::hostPort);
        }
      }
    }
  }

  private static void requestsFromLimits(JsonNode container) {
    JsonNode limits = container.path("resources").path("limits");
    if (!limits.isEmpty()) {
      ObjectNode requests = ((ObjectNode) container.path("resources")).withObject("/requests");
      limits
          .properties()
          .forEach(
              limit -> {
                if (!requests.has(limit.getKey())) {
                  requests.set(limit.getKey(), limit.getValue());
                }
              });
    }
  }

  private static void hostPort(JsonNode port) {
    if (port instanceof ObjectNode object && !object.has("hostPort")) {
      object.set("hostPort", object.path("containerPort"));
    }
  }

  private static void pulled(ObjectNode image) {
    if (!image.has("pullPolicy")) {
      image.put(
          "pullPolicy", isLatest(image.path("reference").asText("")) ? "Always" : "IfNotPresent");
    }
  }

  private static void container(ObjectNode container) {
    if (!container.has("imagePullPolicy")) {
      container.put(
          "imagePullPolicy",
          isLatest(container.path("image").asText("")) ? "Always" : "IfNotPresent");
    }
  }

  /** Whether an image has the tag latest, or neither tag nor digest. */
  private static boolean isLatest(String image) {
    if (image.contains("@")) {
      return false;
    }
    String last = image.substring(image.lastIndexOf('/') + 1);
    return !last.contains(":") || last.endsWith(":latest");
  }

  private static void volume(ObjectNode volume) {
    if (volume.size() == 1 && volume.has("name")) {
      volume.putObject("emptyDir");
    }
  }

  private static void servicePort(ObjectNode port) {
    JsonNode target = port.path("targetPort");
    if (target.isMissingNode() || target.asText().isEmpty() || target.asText().equals("0")) {
      port.set("targetPort", port.path("port"));
    }
  }

  private static void nodeStatus(ObjectNode status) {
    if (status.has("capacity") && !status.has("allocatable")) {
      status.set("allocatable", status.get("capacity").deepCopy());
    }
  }

  /** Values given as text are stored as bytes. */
  private static void secret(ObjectNode secret) {
    JsonNode texts = secret.remove("stringData");
    if (texts != null && !texts.isEmpty()) {
      ObjectNode data = secret.withObject("/data");
      texts
          .properties()
          .forEach(
              text ->
                  data.put(
                      text.getKey(),
                      Base64.getEncoder()
                          .encodeToString(
                              text.getValue().asText().getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static void service(ObjectNode spec) {
    if (spec.path("sessionAffinity").asText().equals("None")) {
      spec.remove("sessionAffinityConfig");
    }
    if (spec.path("type").asText().equals("ClusterIP")
        && !spec.path("externalIPs").isEmpty()
        && spec.path("externalTrafficPolicy").asText("").isEmpty()) {
      spec.put("externalTrafficPolicy", "Cluster");
    }
  }

  /** The addresses of a load balancer are those of its nodes, unless it says otherwise. */
  private static void ingresses(ObjectNode service) {
    if (!service.at("/spec/type").asText("").equals("LoadBalancer")) {
      return;
    }
    for (JsonNode ingress : service.at("/status/loadBalancer/ingress")) {
      if (!ingress.path("ip").asText("").isEmpty() && !ingress.has("ipMode")) {
        ((ObjectNode) ingress).put("ipMode", "VIP");
      }
    }
  }

  /**
   * A field that became a list: the older single value is the first item, and decides where the two
   * differ, as its client may not know the list.
   *
   * @param item the field of the item that has the value; "" if it is the item itself
   */
  private static void firstOfList(ObjectNode object, String single, String list, String item) {
    String value = object.path(single).asText("");
    JsonNode first =
        item.isEmpty() ? object.path(list).path(0) : object.path(list).path(0).path(item);
    if (value.isEmpty() && !first.asText("").isEmpty()) {
      object.put(single, first.asText());
    } else if (!value.isEmpty() && !value.equals(first.asText(""))) {
      ArrayNode values = object.putArray(list);
      if (item.isEmpty()) {
        values.add(value);
      } else {
        values.addObject().put(item, value);
      }
    }
  }

  /** A ReplicationController without labels or a selector takes its template's labels. */
  private static void replicas(ObjectNode controller) {
    JsonNode labels = controller.at("/spec/template/metadata/labels");
    if (labels.isEmpty()) {
      return;
    }
    if (controller.at("/spec/selector").isEmpty()) {
      controller.withObject("/spec").set("selector", labels.deepCopy());
    }
    if (controller.at("/metadata/labels").isEmpty()) {
      controller.withObject("/metadata").set("labels", labels.deepCopy());
    }
  }

  /** A container's limit is also its default limit, and the default limit its default request. */
  private static void limits(ObjectNode item) {
    if (!item.path("type").asText().equals("Container")) {
      return;
    }
    addMissing(item, "default", "max");
    addMissing(item, "defaultRequest", "default");
    addMissing(item, "defaultRequest", "min");
  }

  private static void addMissing(ObjectNode item, String field, String from) {
    item.path(from)
        .properties()
        .forEach(
            amount -> {
              ObjectNode amounts = item.withObject("/" + field);
              if (!amounts.has(amount.getKey())) {
                amounts.set(amount.getKey(), amount.getValue());
              }
            });
  }

  /** A template for claims gets the defaults of a claim. */
  private static void claim(JsonNode template) {
    if (template instanceof ObjectNode claim) {
      claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
      if (!claim.has("status")) {
        claim.putObject("status").put("phase", "Pending");
      }
    }
  }

  /** Not for a CronJob's template: a Job is completed when it is created. */
  private static void job(ObjectNode spec) {
    putMissing(spec, "completionMode", TextNode.valueOf("NonIndexed"));
    putMissing(spec, "suspend", BooleanNode.FALSE);
    putMissing(spec, "manualSelector", BooleanNode.FALSE);
    if (!spec.has("completions") && !spec.has("parallelism")) {
      spec.put("completions", 1);
    }
    putMissing(spec, "parallelism", IntNode.valueOf(1));
    boolean perIndex = spec.has("backoffLimitPerIndex");
    putMissing(spec, "backoffLimit", IntNode.valueOf(perIndex ? Integer.MAX_VALUE : 6));
    putMissing(
        spec,
        "podReplacementPolicy",
        TextNode.valueOf(spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed"));
  }

  private static void putMissing(ObjectNode object, String field, JsonNode value) {
    if (!object.has(field)) {
      object.set(field, value);
    }
  }

  private static void policy(ObjectNode spec) {
    if (spec.path("policyTypes").isEmpty()) {
      ArrayNode types = spec.putArray("policyTypes").add("Ingress");
      if (!spec.path("egress").isEmpty()) {
        types.add("Egress");
      }
    }
  }
}
