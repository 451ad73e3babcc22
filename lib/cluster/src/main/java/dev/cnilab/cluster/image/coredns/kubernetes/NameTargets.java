package dev.cnilab.cluster.image.coredns.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the names of a cluster refer to: Services, endpoints and pods. */
record NameTargets(ClusterState state, KubernetesNames rules) {

  /**
   * The target of a name.
   *
   * @param target an address, or the name of which it is an alias
   * @param owner the full name of the record in SRV answers
   */
  record Target(String target, String owner, int port) {
    Optional<Ipv4Address> address() {
      return Ipv4Address.read(target);
    }
  }

  /** The name of an endpoint within its Service. */
  String label(ClusterState.Address address) {
    if (!address.hostname().isEmpty()) {
      return address.hostname();
    }
    return rules.endpoints() == KubernetesNames.Endpoints.BY_POD && !address.pod().isEmpty()
        ? address.pod()
        : address.ip().replace('.', '-');
  }

  /** The targets of a name; empty if there is no such name, an empty list if it has no targets. */
  Optional<List<Target>> of(String name, String zone) {
    if (zone.endsWith(".arpa.")) {
      return name.equals(zone) ? Optional.of(List.of()) : Optional.empty();
    }
    Optional<RecordRequest> request = RecordRequest.parse(name, zone);
    if (request.isEmpty()) {
      return Optional.empty();
    }
    if (request.get().kind() == RecordRequest.Kind.APEX) {
      return Optional.of(List.of());
    }
    String namespace = request.get().namespace();
    if (!namespace.isEmpty() && !serves(namespace)) {
      return Optional.empty();
    }
    if (request.get().service().isEmpty()) {
      return Optional.of(List.of());
    }
    return request.get().kind() == RecordRequest.Kind.POD
        ? pod(request.get())
        : service(request.get(), zone);
  }

  private boolean serves(String namespace) {
    return (rules.namespaces().isEmpty() || rules.namespaces().contains(namespace))
        && state.hasNamespace(namespace);
  }

  private Optional<List<Target>> pod(RecordRequest request) {
    String ip = request.service().replace('-', '.');
    Target target = new Target(ip, request.service(), 0);
    boolean known =
        switch (rules.pods()) {
          case DISABLED -> false;
          case INSECURE -> target.address().isPresent();
          case VERIFIED -> state.hasPod(request.namespace(), ip);
        };
    return known && request.endpoint().isEmpty() && request.port().isEmpty()
        ? Optional.of(List.of(target))
        : Optional.empty();
  }

  private Optional<List<Target>> service(RecordRequest request, String zone) {
    Optional<KubeObject> found = state.service(request.namespace(), request.service());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    KubeObject service = found.get();
    String owner = service.name() + "." + service.namespace() + ".svc." + zone;
    List<Target> targets = new ArrayList<>();
    if (service.text("/spec/type").equals("ExternalName")) {
      Target alias = new Target(service.text("/spec/externalName"), owner, 0);
      if (alias.address().isEmpty() && request.endpoint().isEmpty() && request.port().isEmpty()) {
        targets.add(alias);
      }
    } else if (service.text("/spec/clusterIP").equals("None") || !request.endpoint().isEmpty()) {
      endpoints(request, service, owner, targets);
    } else if (rules.empty() == KubernetesNames.EmptyServices.KNOWN || !isEmpty(service)) {
      for (JsonNode port : service.at("/spec/ports")) {
        if (request.asksFor(port)) {
          targets.add(
              new Target(service.text("/spec/clusterIP"), owner, port.path("port").asInt()));
        }
      }
    }
    return targets.isEmpty() ? Optional.empty() : Optional.of(targets);
  }

  private boolean isEmpty(KubeObject service) {
    return state
        .addresses()
        .noneMatch(
            each ->
                each.namespace().equals(service.namespace())
                    && each.service().equals(service.name()));
  }

  private void endpoints(
      RecordRequest request, KubeObject service, String owner, List<Target> targets) {
    state
        .addresses()
        .filter(each -> each.namespace().equals(service.namespace()))
        .filter(each -> each.service().equals(service.name()))
        .filter(
            each ->
                request.endpoint().isEmpty() || label(each).equalsIgnoreCase(request.endpoint()))
        .forEach(
            each -> {
              if (each.ports().isEmpty() && request.port().isEmpty()) {
                targets.add(new Target(each.ip(), label(each) + "." + owner, 0));
              }
              for (JsonNode port : each.ports()) {
                if (request.asksFor(port)) {
                  targets.add(
                      new Target(each.ip(), label(each) + "." + owner, port.path("port").asInt()));
                }
              }
            });
  }
}
