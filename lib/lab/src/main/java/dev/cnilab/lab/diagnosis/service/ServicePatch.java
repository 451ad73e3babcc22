package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.remedy.PatchRemedy;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The command that makes a Service select pods, where only one change can be meant. */
final class ServicePatch {

  private ServicePatch() {}

  /** Of the port of a name, the target is the only port that the pods declare; else empty. */
  static String targetPort(ClusterPicture picture, Json service, String port) {
    List<String> declared =
        picture.selectedBy(service).stream()
            .map(Pod::object)
            .flatMap(pod -> pod.list("/spec/containers").stream())
            .flatMap(container -> container.list("/ports").stream())
            .map(ServicePatch::shortest)
            .distinct()
            .toList();
    return declared.size() == 1 ? ofPort(service, port, "targetPort", declared.getFirst()) : "";
  }

  /** A port is known by its name, or by its number. */
  private static String shortest(Json port) {
    return port.text("/name").isEmpty()
        ? String.valueOf(port.number("/containerPort"))
        : "\"%s\"".formatted(port.text("/name"));
  }

  /** Of the port of a name, a field gets a value; else empty. */
  static String ofPort(Json service, String port, String field, String value) {
    List<Json> ports = service.list("/spec/ports");
    return IntStream.range(0, ports.size())
        .filter(index -> ports.get(index).text("/name").equals(port))
        .mapToObj(index -> "/spec/ports/%d/%s".formatted(index, field))
        .findFirst()
        .map(path -> replaced(service, path, value))
        .orElse("");
  }

  /**
   * The selector is that of the only workload that no Service leads to, and that has the Service's
   * name or its port; empty if there is none or several.
   */
  static String selector(ClusterPicture picture, Json service) {
    List<Json> meant =
        Stream.of("deployments", "daemonsets")
            .flatMap(kind -> picture.list(kind).stream())
            .filter(each -> namespace(each).equals(namespace(service)))
            .filter(workload -> isLeftOut(picture, workload))
            .filter(workload -> fits(service, workload))
            .toList();
    return meant.size() == 1 ? leading(service, meant.getFirst()) : "";
  }

  /** To a workload's pods, and to the only port that they declare if it names none of theirs. */
  private static String leading(Json service, Json workload) {
    List<Json> declared = declared(workload).toList();
    List<Json> ports = service.list("/spec/ports");
    String selector =
        "{\"op\": \"add\", \"path\": \"/spec/selector\", \"value\": %s}"
            .formatted(workload.at("/spec/selector/matchLabels"));
    boolean isElsewhere =
        ports.size() == 1
            && declared.size() == 1
            && names(declared.getFirst()).noneMatch(ports.getFirst().text("/targetPort")::equals);
    return PatchRemedy.json(
        "service " + ClusterPicture.name(service),
        isElsewhere
            ? "[%s, {\"op\": \"replace\", \"path\": \"/spec/ports/0/targetPort\", \"value\": %s}]"
                .formatted(selector, shortest(declared.getFirst()))
            : "[%s]".formatted(selector));
  }

  private static Stream<Json> declared(Json workload) {
    return workload.list("/spec/template/spec/containers").stream()
        .flatMap(container -> container.list("/ports").stream());
  }

  private static Stream<String> names(Json port) {
    return Stream.of(port.text("/name"), port.text("/containerPort"));
  }

  private static boolean isLeftOut(ClusterPicture picture, Json workload) {
    Map<String, String> labels = workload.fields("/spec/template/metadata/labels");
    return picture
        .selectingServices()
        .filter(each -> namespace(each).equals(namespace(workload)))
        .map(each -> each.fields("/spec/selector"))
        .noneMatch(selector -> labels.entrySet().containsAll(selector.entrySet()));
  }

  private static boolean fits(Json service, Json workload) {
    List<String> targets =
        service.list("/spec/ports").stream().map(port -> port.text("/targetPort")).toList();
    return workload.text("/metadata/name").equals(service.text("/metadata/name"))
        || declared(workload).flatMap(ServicePatch::names).anyMatch(targets::contains);
  }

  private static String namespace(Json object) {
    return object.text("/metadata/namespace");
  }

  private static String replaced(Json service, String path, String value) {
    return PatchRemedy.json(
        "service " + ClusterPicture.name(service),
        "[{\"op\": \"replace\", \"path\": \"%s\", \"value\": %s}]".formatted(path, value));
  }
}
