package dev.cnilab.lab.service;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Workloads;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sends requests to Services, and examines their endpoints. */
public record Services(Cluster cluster, Workloads workloads) {

  /** Sends an HTTP request; five seconds are enough for a name and an answer. */
  public Request request(Pod from, String to) {
    Output curl = from.sh("curl -sS -m 5 -o /dev/null -w %{http_code} " + to);
    String service = to.replaceAll("[:./].*", "");
    List<String> endpoints = endpoints(service);
    int count = find(service).isPresent() ? endpoints.size() : 1;
    String says = curl.status() == 0 ? "HTTP " + curl.out() : curl.result().err().strip();
    return new Request(from.name(), to, Outcome.of(curl, count), endpoints, says, curl);
  }

  /** A Service in the context's namespace. */
  public Optional<Json> find(String name) {
    return cluster.find(path() + name);
  }

  /** Whether a Service with that name selects its pods by labels. */
  public boolean selects(String name) {
    return !find(name).orElse(Json.ABSENT).fields("/spec/selector").isEmpty();
  }

  /** The address and port of each Ready endpoint of a Service. */
  public List<String> endpoints(String service) {
    String path =
        "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices?labelSelector=%s"
            .formatted(cluster.namespace(), "kubernetes.io%2Fservice-name%3D" + service);
    return cluster.table(path).objects().stream()
        .flatMap(
            slice ->
                slice.list("/endpoints").stream()
                    .filter(endpoint -> endpoint.flag("/conditions/ready"))
                    .flatMap(
                        endpoint ->
                            slice.list("/ports").stream()
                                .map(
                                    port ->
                                        endpoint.text("/addresses/0") + ":" + port.text("/port"))))
        .sorted()
        .toList();
  }

  /** The endpoints it will have once every controller has seen the last change. */
  public List<String> expected(String service) {
    Json spec = find(service).orElse(Json.ABSENT).at("/spec");
    Map<String, String> selector = spec.fields("/selector");
    if (selector.isEmpty()) {
      return endpoints(service);
    }
    String labels =
        selector.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
    return workloads.labelled(labels).list().stream()
        .filter(Pod::isReady)
        .flatMap(
            pod ->
                spec.list("/ports").stream().map(port -> pod.ip() + ":" + port.text("/targetPort")))
        .sorted()
        .toList();
  }

  private String path() {
    return "/api/v1/namespaces/" + cluster.namespace() + "/services/";
  }
}
