package dev.cnilab.cluster.image.proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.pflag.FlagSet;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.cluster.pflag.ValueType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** kube-proxy's command line. With {@code --config} the file replaces almost all other flags. */
public final class ProxyFlags {
  private static final FlagSet ALL =
      FlagSet.read("/dev/cnilab/cluster/image/proxy/kube-proxy.flags.txt");

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("cluster-cidr", "clusterCIDR"),
          Map.entry("detect-local-mode", "detectLocalMode"),
          Map.entry("healthz-bind-address", "healthzBindAddress"),
          Map.entry("kubeconfig", "clientConnection.kubeconfig"),
          Map.entry("metrics-bind-address", "metricsBindAddress"),
          Map.entry("pod-bridge-interface", "detectLocal.bridgeInterface"),
          Map.entry("pod-interface-name-prefix", "detectLocal.interfaceNamePrefix"),
          Map.entry("proxy-mode", "mode"),
          Map.entry("conntrack-tcp-timeout-close-wait", "conntrack.tcpCloseWaitTimeout"),
          Map.entry("conntrack-tcp-timeout-established", "conntrack.tcpEstablishedTimeout"),
          Map.entry("conntrack-udp-timeout", "conntrack.udpTimeout"),
          Map.entry("conntrack-udp-timeout-stream", "conntrack.udpStreamTimeout"));

  private static final Map<String, String> NUMBERS =
      Map.of("conntrack-max-per-core", "conntrack.maxPerCore", "conntrack-min", "conntrack.min");

  private static final Map<String, List<String>> SWITCHES =
      Map.of(
          "iptables-localhost-nodeports",
          List.of("iptables.localhostNodePorts"),
          "masquerade-all",
          List.of("iptables.masqueradeAll", "nftables.masqueradeAll"));

  private ProxyFlags() {}

  /**
   * Parses it.
   *
   * @param words with the program's name
   * @throws IOException in pflag's words
   */
  public static Given parse(List<String> words) throws IOException {
    Given given = ALL.parse(words.subList(1, words.size()));
    if (!given.operands().isEmpty()) {
      throw new IOException(
          "\"kube-proxy\" does not take any arguments, got [%s]"
              .formatted(
                  given.operands().stream().map(GoText::quote).collect(Collectors.joining(" "))));
    }
    return given;
  }

  /** The output of {@code --help}. */
  public static String help() {
    return "Usage:\n  kube-proxy [flags]\n\nFlags:\n" + ALL.help(name -> true);
  }

  /** What the flags say, in the form of the file. */
  static JsonNode document(Given given) {
    ObjectNode document = Json.object();
    TEXTS.forEach(
        (flag, path) -> given.find(flag).ifPresent(value -> set(document, path, text(value))));
    NUMBERS.forEach(
        (flag, path) ->
            given
                .find(flag)
                .ifPresent(value -> set(document, path, IntNode.valueOf(ValueType.number(value)))));
    SWITCHES.forEach(
        (flag, paths) ->
            given
                .find(flag)
                .map(value -> BooleanNode.valueOf(ValueType.isTrue(value)))
                .ifPresent(value -> paths.forEach(path -> set(document, path, value))));
    given
        .find("nodeport-addresses")
        .ifPresent(
            value -> {
              ArrayNode all = document.putArray("nodePortAddresses");
              List.of(value.split(",")).forEach(all::add);
            });
    return document;
  }

  private static JsonNode text(String value) {
    return TextNode.valueOf(value);
  }

  private static void set(ObjectNode document, String path, JsonNode value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      document.set(path, value);
    } else {
      document.withObject("/" + path.substring(0, dot)).set(path.substring(dot + 1), value);
    }
  }
}
