package dev.cnilab.cluster.kubelet.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The variables by which a container finds Services, {@code KUBERNETES_SERVICE_HOST} and so on. */
final class ServiceVariables {
  private final Map<String, String> variables = new LinkedHashMap<>();

  private ServiceVariables() {}

  /** The variables for containers in a namespace: of its Services and of {@code kubernetes}. */
  static Map<String, String> of(Collection<KubeObject> services, String namespace) {
    return of(services, each -> isMaster(each) || each.namespace().equals(namespace));
  }

  /** The variables without {@code enableServiceLinks}: those of {@code kubernetes} alone. */
  static Map<String, String> ofMaster(Collection<KubeObject> services) {
    return of(services, ServiceVariables::isMaster);
  }

  private static Map<String, String> of(
      Collection<KubeObject> services, Predicate<KubeObject> wanted) {
    ServiceVariables made = new ServiceVariables();
    for (KubeObject service : services) {
      if (wanted.test(service) && hasAddress(service)) {
        made.add(service);
      }
    }
    return made.variables;
  }

  private static boolean isMaster(KubeObject service) {
    return service.namespace().equals("default") && service.name().equals("kubernetes");
  }

  private static boolean hasAddress(KubeObject service) {
    String address = service.text("/spec/clusterIP");
    return !address.isEmpty() && !address.equals("None") && !service.at("/spec/ports").isEmpty();
  }

  private void add(KubeObject service) {
    String prefix = variable(service.name());
    String address = service.text("/spec/clusterIP");
    JsonNode ports = service.at("/spec/ports");
    variables.put(prefix + "_SERVICE_HOST", address);
    variables.put(prefix + "_SERVICE_PORT", ports.path(0).path("port").asText());
    for (JsonNode port : ports) {
      if (port.has("name")) {
        String name = prefix + "_SERVICE_PORT_" + variable(port.path("name").asText());
        variables.put(name, port.path("port").asText());
      }
      addLink(prefix, address, port);
    }
  }

  /** The variables of Docker links. */
  private void addLink(String prefix, String address, JsonNode port) {
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
