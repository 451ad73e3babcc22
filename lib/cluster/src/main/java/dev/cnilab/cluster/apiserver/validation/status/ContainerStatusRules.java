package dev.cnilab.cluster.apiserver.validation.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statuses of a pod's containers: an end is final, users and devices are possible ones. */
public final class ContainerStatusRules {
  private static final String OF_EPHEMERAL = "ephemeralContainerStatuses";

  /** Where statuses are, and where the containers that they belong to. */
  private static final Map<String, String> LISTS =
      Map.of(
          "containerStatuses",
          "containers",
          "initContainerStatuses",
          "initContainers",
          OF_EPHEMERAL,
          "ephemeralContainers");

  private static final List<String> ORDER =
      List.of("containerStatuses", "initContainerStatuses", OF_EPHEMERAL);

  private static final List<String> HEALTH = List.of("Healthy", "Unhealthy", "Unknown");
  private static final long LARGEST_USER = 0xffff_ffffL;
  private static final int LONGEST_MESSAGE = 1024;

  private ContainerStatusRules() {}

  /**
   * A container that ended does not run again unless its pod restarts it; a rule of one container
   * may restart all but the ephemeral ones.
   */
  public static void transitions(ValidatedField status) {
    JsonNode spec = status.root().old().path("spec");
    boolean all = restartsAll(spec);
    for (String list : ORDER) {
      JsonNode before = status.old().path(list);
      Set<String> running = running(status.value().path(list));
      Map<String, JsonNode> containers = Json.byName(spec.path(LISTS.get(list)));
      for (int i = 0; i < before.size() && !(all && !list.equals(OF_EPHEMERAL)); i++) {
        JsonNode ended = before.get(i).at("/state/terminated");
        String name = before.get(i).path("name").asText();
        if (ended.isObject()
            && running.contains(name)
            && !restarts(Json.named(containers, name), list, spec, ended)) {
          status
              .field(list)
              .item(i)
              .field("state")
              .forbidden("may not be transitioned to non-terminated state");
        }
      }
    }
  }

  /** {@code podutil.AllContainersCouldRestart}. */
  private static boolean restartsAll(JsonNode spec) {
    for (String list : List.of("initContainers", "containers")) {
      for (JsonNode container : spec.path(list)) {
        for (JsonNode rule : container.path("restartPolicyRules")) {
          if (rule.path("action").asText().equals("RestartAllContainers")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The names of the containers that have not ended. */
  private static Set<String> running(JsonNode statuses) {
    Set<String> names = new HashSet<>();
    for (JsonNode status : statuses) {
      if (!status.path("state").has("terminated")) {
        names.add(status.path("name").asText());
      }
    }
    return names;
  }

  /** Whether a container is started again after an end, {@code podutil.ContainerShouldRestart}. */
  private static boolean restarts(JsonNode container, String list, JsonNode spec, JsonNode ended) {
    if (list.equals(OF_EPHEMERAL) || container.isMissingNode()) {
      return false;
    }
    int code = ended.path("exitCode").asInt();
    boolean ruled = container.has("restartPolicy");
    for (JsonNode rule : container.path("restartPolicyRules")) {
      if (ruled && fits(rule.path("exitCodes"), code)) {
        return true; // each action is a restart
      }
    }
    String policy =
        container.path("restartPolicy").asText(spec.path("restartPolicy").asText("Always"));
    return policy.equals("Always") || (policy.equals("OnFailure") && code != 0);
  }

  private static boolean fits(JsonNode codes, int code) {
    boolean listed = false;
    for (JsonNode value : codes.path("values")) {
      listed |= value.asInt() == code;
    }
    return codes.isObject() && listed == codes.path("operator").asText().equals("In");
  }

  /** The numbers of users and groups. */
  public static void users(ValidatedField status) {
    boolean windows = status.root().value().at("/spec/os/name").asText("").equals("windows");
    for (String list : ORDER) {
      for (ValidatedField container : status.items(list)) {
        ValidatedField user = container.field("user").field("linux");
        if (windows && user.value().isObject()) {
          user.forbidden("cannot be set for a windows pod");
        } else if (user.value().isObject()) {
          Checks.range(0, LARGEST_USER).at(user.field("uid"));
          Checks.range(0, Integer.MAX_VALUE).at(user.field("gid"));
          user.items("supplementalGroups").forEach(Checks.range(0, Integer.MAX_VALUE)::at);
        }
      }
    }
  }

  /** The health of devices, which the container has to have asked for. */
  public static void devices(ValidatedField status) {
    for (String list : ORDER) {
      Map<String, JsonNode> containers =
          Json.byName(status.root().value().path("spec").path(LISTS.get(list)));
      for (ValidatedField container : status.items(list)) {
        ValidatedField devices = container.field("allocatedResourcesStatus");
        if (list.equals(OF_EPHEMERAL)) {
          if (!devices.isEmpty()) {
            devices.forbidden("must not be specified in container status");
          }
        } else {
          JsonNode known = Json.named(containers, container.text("name"));
          devices.items().forEach(device -> device(device, known));
        }
      }
    }
  }

  private static void device(ValidatedField device, JsonNode container) {
    String name = device.text("name");
    boolean isClaim = name.startsWith("claim:");
    if (container.isObject() && !(isClaim ? claims(container, name) : requests(container, name))) {
      device
          .field("name")
          .invalid(
              isClaim
                  ? "must match one of the container's resource claims as"
                      + " 'claim:<claimName>/<requestName>' when"
                      + " container.resources.claims[*].request is set or 'claim:<claimName>' when"
                      + " it is empty"
                  : "must match one of the container's resource requests");
    }
    Set<String> seen = new HashSet<>();
    for (ValidatedField resource : device.items("resources")) {
      ValidatedField health = resource.field("health");
      if (!HEALTH.contains(health.text())) {
        health.notSupported(HEALTH);
      }
      ValidatedField message = resource.field("message");
      if (message.value().isTextual() && message.text().isEmpty()) {
        message.required("must be non-empty if specified");
      }
      Checks.maxBytes(LONGEST_MESSAGE).at(message);
      if (!seen.add(resource.text("resourceID"))) {
        resource.field("resourceID").duplicate(resource.text("resourceID"));
      }
    }
  }

  private static boolean requests(JsonNode container, String name) {
    return container.at("/resources/requests").has(name);
  }

  private static boolean claims(JsonNode container, String name) {
    for (JsonNode claim : container.at("/resources/claims")) {
      String request = claim.path("request").asText("");
      String wanted = "claim:" + claim.path("name").asText();
      if (name.equals(request.isEmpty() ? wanted : wanted + "/" + request)) {
        return true;
      }
    }
    return false;
  }
}
