package dev.cnilab.lab.guard;

import dev.cnilab.lab.client.message.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What gives a pod power over its node, in the fields of a manifest. */
final class PodPower {

  /** Where pods, workloads and CronJobs have the spec of their pods. */
  private static final List<String> SPECS =
      List.of("/spec", "/spec/template/spec", "/spec/jobTemplate/spec/template/spec");

  private static final List<String> CONTAINERS =
      List.of("/containers", "/initContainers", "/ephemeralContainers");

  /** With these a pod changes nothing but its own network, if it has one. */
  private static final Set<String> OF_ITS_NETWORK = Set.of("NET_ADMIN", "NET_RAW");

  private PodPower() {}

  /**
   * The first field that gives it; empty if none does.
   *
   * @param parts what makes up the object: as it is, and what is to change
   */
  static Optional<String> of(Json... parts) {
    List<Json> specs =
        SPECS.stream().flatMap(spec -> Stream.of(parts).map(part -> part.at(spec))).toList();
    boolean hasOwnNetwork = specs.stream().noneMatch(spec -> spec.flag("/hostNetwork"));
    return specs.stream().flatMap(spec -> fields(spec, hasOwnNetwork)).findFirst();
  }

  private static Stream<String> fields(Json spec, boolean hasOwnNetwork) {
    return Stream.concat(
        Stream.concat(
            Stream.of("hostPID", "hostIPC").filter(field -> spec.flag("/" + field)),
            spec.list("/volumes").stream()
                .filter(volume -> !volume.at("/hostPath").isAbsent())
                .map(volume -> "hostPath")),
        CONTAINERS.stream()
            .flatMap(field -> spec.list(field).stream())
            .flatMap(container -> ofContainer(container, hasOwnNetwork)));
  }

  private static Stream<String> ofContainer(Json container, boolean hasOwnNetwork) {
    Stream<String> added =
        container.texts("/securityContext/capabilities/add").stream()
            .map(name -> name.replaceFirst("^CAP_", ""))
            .filter(name -> !(hasOwnNetwork && OF_ITS_NETWORK.contains(name)));
    return container.flag("/securityContext/privileged") ? Stream.of("privileged") : added;
  }
}
