package dev.cnilab.cluster.kubelet.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.pcollections.TreePMap;

/**
 * The variables by which the containers of one namespace find Services, {@code
 * KUBERNETES_SERVICE_HOST} and so on. What a Service changes is all that differs in memory from the
 * variables before it: seven of them for each Service are too many for each container to have its
 * own.
 */
final class ServiceVariables {
  private final String namespace;
  private Map<String, KubeObject> followed = Map.of();
  private TreePMap<String, String> variables = TreePMap.empty();

  ServiceVariables(String namespace) {
    this.namespace = namespace;
  }

  /** The variables of the namespace's Services and of {@code kubernetes}. */
  TreePMap<String, String> follow(Collection<KubeObject> services) {
    Map<String, KubeObject> present = new HashMap<>();
    for (KubeObject service : services) {
      if (service.namespace().equals(namespace)) {
        present.put(service.name(), service);
      } else if (isMaster(service)) {
        present.putIfAbsent(service.name(), service);
      }
    }
    Set<String> gone = new HashSet<>();
    followed.forEach(
        (name, before) -> {
          if (!Objects.equals(present.get(name), before)) {
            gone.addAll(of(before).keySet());
          }
        });
    variables = variables.minusAll(gone);
    present.forEach(
        (name, now) -> {
          // B_PORT_80_TCP_PORT is of the Service b and of one that is named b-port-80-tcp.
          if (!Objects.equals(followed.get(name), now) || sharesOneOf(now, gone)) {
            variables = variables.plusAll(of(now));
          }
        });
    followed = present;
    return variables;
  }

  private static boolean sharesOneOf(KubeObject service, Set<String> names) {
    return !names.isEmpty() && !Collections.disjoint(of(service).keySet(), names);
  }

  /** The variables without {@code enableServiceLinks}: those of {@code kubernetes} alone. */
  static TreePMap<String, String> ofMaster(Collection<KubeObject> services) {
    return services.stream()
        .filter(ServiceVariables::isMaster)
        .findFirst()
        .map(master -> TreePMap.from(of(master)))
        .orElse(TreePMap.empty());
  }

  private static boolean isMaster(KubeObject service) {
    return service.namespace().equals("default") && service.name().equals("kubernetes");
  }

  private static Map<String, String> of(KubeObject service) {
    Map<String, String> variables = new LinkedHashMap<>();
    String address = service.text("/spec/clusterIP");
    JsonNode ports = service.at("/spec/ports");
    if (address.isEmpty() || address.equals("None") || ports.isEmpty()) {
      return variables;
    }
    String prefix = variable(service.name());
    variables.put(prefix + "_SERVICE_HOST", address);
    variables.put(prefix + "_SERVICE_PORT", ports.path(0).path("port").asText());
    for (JsonNode port : ports) {
      if (port.has("name")) {
        String name = prefix + "_SERVICE_PORT_" + variable(port.path("name").asText());
        variables.put(name, port.path("port").asText());
      }
      addLink(variables, prefix, address, port);
    }
    return variables;
  }

  /** The variables of Docker links. */
  private static void addLink(
      Map<String, String> variables, String prefix, String address, JsonNode port) {
    String number = port.path("port").asText();
    String protocol = port.path("protocol").asText("TCP").toLowerCase(Locale.ROOT);
    String url = protocol + "://" + address + ":" + number;
    variables.putIfAbsent(prefix + "_PORT", url);
    String link = prefix + "_PORT_" + number + "_" + protocol.toUpperCase(Locale.ROOT);
    variables.put(link, url);
    variables.put(link + "_PROTO", protocol);
    variables.put(link + "_PORT", number);
    variables.put(link + "_ADDR", address);
  }

  private static String variable(String name) {
    return name.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
