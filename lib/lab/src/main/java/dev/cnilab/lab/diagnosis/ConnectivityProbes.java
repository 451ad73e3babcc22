package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.LineTimeLimit;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Silence;
import dev.cnilab.lab.diagnosis.service.EndpointDetectors;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.policy.Policies;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.text.ResourceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tests, from a pod on each node, a pod on every node, the Services and the DNS server. Only pods
 * without a policy take part, so that every question deserves an answer.
 */
final class ConnectivityProbes {

  private static final int MOST_SERVICES = 20;
  private static final Pattern LOSS = Pattern.compile("(\\d+)(\\.\\d+)?% packet loss");

  private final ClusterPicture picture;
  private final Policies policies;
  private final List<String> services;
  private final List<String> nodePorts;
  private final String dns;
  private final List<String> unseen = new ArrayList<>();

  ConnectivityProbes(ClusterPicture picture) {
    this.picture = picture;
    this.policies = picture.policies();
    this.services = services();
    this.nodePorts = nodePorts();
    this.dns = dns().orElse("''");
  }

  /** The picture, including the questions without an answer. */
  ClusterPicture answered() {
    List<Silence> silences = new ArrayList<>();
    for (NodePicture node : picture.nodes()) {
      free(node).stream().findFirst().ifPresent(pod -> silences.addAll(from(node, pod)));
    }
    return picture.with(silences, unseen);
  }

  private List<Pod> free(NodePicture node) {
    return picture.networked(node).stream()
        .filter(Pod::isReady)
        .filter(pod -> !policies.concern(policies.party(pod)))
        .toList();
  }

  private List<Silence> from(NodePicture node, Pod pod) {
    List<Pod> asked =
        picture.nodes().stream()
            .flatMap(other -> free(other).stream().filter(each -> !each.equals(pod)).limit(1))
            .toList();
    try {
      return LineTimeLimit.ASK.sh(node.node(), script(pod, asked)).lines().stream()
          .flatMap(line -> silence(node, asked, line).stream())
          .toList();
    } catch (LabException couldNot) {
      unseen.add("questions from %s: %s".formatted(node.name(), couldNot.getMessage()));
      return List.of();
    }
  }

  private String script(Pod pod, List<Pod> asked) {
    return ResourceFiles.text(ConnectivityProbes.class, "ask.sh")
        .replace("NAMESPACE", pod.namespace())
        .replace("POD", pod.name())
        .replace("ADDRESSES", String.join(" ", asked.stream().map(Pod::ip).toList()))
        .replace("NODE_PORTS", String.join(" ", nodePorts))
        .replace("SERVICES", String.join(" ", services))
        .replace("DNS", dns);
  }

  private List<String> services() {
    return open("internalTrafficPolicy")
        .filter(service -> service.text("/spec/clusterIP").matches("\\d+(\\.\\d+){3}"))
        .flatMap(
            service ->
                service.list("/spec/ports").stream()
                    .filter(port -> port.text("/protocol").equals("TCP"))
                    .map(port -> service.text("/spec/clusterIP") + ":" + port.number("/port")))
        .limit(MOST_SERVICES)
        .toList();
  }

  private List<String> nodePorts() {
    return open("externalTrafficPolicy")
        .flatMap(service -> service.list("/spec/ports").stream())
        .filter(port -> port.text("/protocol").equals("TCP") && port.number("/nodePort") > 0)
        .flatMap(
            port ->
                picture.nodes().stream()
                    .map(node -> node.node().ip() + ":" + port.number("/nodePort")))
        .limit(MOST_SERVICES)
        .toList();
  }

  /**
   * Services that anybody may use from anywhere.
   *
   * @param policy the field that may restrict it to clients on its pods' nodes
   */
  private Stream<Json> open(String policy) {
    return picture.list("services").stream()
        .filter(service -> EndpointDetectors.serves(picture, service))
        .filter(service -> !service.text("/spec/" + policy).equals("Local"))
        .filter(
            service ->
                service.fields("/spec/selector").isEmpty()
                    || picture.selectedBy(service).stream()
                        .map(policies::party)
                        .noneMatch(policies::concern));
  }

  private Optional<String> dns() {
    return picture.dnsService().stream()
        .filter(service -> EndpointDetectors.serves(picture, service))
        .map(service -> service.text("/spec/clusterIP"))
        .findFirst();
  }

  private Optional<Silence> silence(NodePicture node, List<Pod> asked, String line) {
    String[] words = line.split("\\|", 3);
    if (words.length < 3) {
      return Optional.empty();
    }
    if (words[0].equals("unseen")) {
      unseen.add("%s, asked from %s: %s".formatted(words[1], node.name(), words[2]));
      return Optional.empty();
    }
    Matcher loss = LOSS.matcher(words[2]);
    Optional<Silence.Kind> kind =
        switch (words[0]) {
          case "big" -> Optional.of(Silence.Kind.BIG);
          case "service" -> Optional.of(Silence.Kind.SERVICE);
          case "port" -> Optional.of(Silence.Kind.NODE_PORT);
          case "name" -> Optional.of(Silence.Kind.NAME);
          case "outside" -> Optional.of(Silence.Kind.OUTSIDE);
          case "pod" ->
              loss.find() && !loss.group(1).equals("100")
                  ? Optional.of(Silence.Kind.SOMETIMES)
                  : Optional.of(Silence.Kind.POD);
          default -> Optional.empty();
        };
    String to =
        asked.stream()
            .filter(pod -> words[1].endsWith(" " + pod.ip()))
            .map(Pod::nodeName)
            .findFirst()
            .orElse("");
    return kind.map(each -> new Silence(each, node.name(), to, words[1], words[2]));
  }
}
