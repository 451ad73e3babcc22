package dev.cnilab.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.configuration.FlagField;
import dev.cnilab.cluster.kubelet.configuration.NodeLabels;
import dev.cnilab.cluster.pflag.FlagSet;
import dev.cnilab.cluster.pflag.Given;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A kubelet's command line, parsed as by spf13/pflag.
 *
 * @param given its flags
 */
record KubeletCommandLine(Given given) {
  /** The flags that kubeadm gives every kubelet, and those that print information. */
  private static final Set<String> OBEYED =
      Set.of(
          "bootstrap-kubeconfig",
          "config",
          "help",
          "kubeconfig",
          "node-ip",
          "node-labels",
          "version");

  /** Flags of which only the default is supported. */
  private static final Map<String, String> USUAL = Map.of("v", "0");

  private static final FlagSet ALL = FlagSet.read("/dev/cnilab/cluster/kubelet/flags.txt");

  /**
   * Parses it.
   *
   * @param words without the program's name
   * @throws IOException in the kubelet's words if it is invalid, or not supported here
   */
  static KubeletCommandLine read(List<String> words) throws IOException {
    Given given;
    try {
      given = ALL.parse(words);
    } catch (IOException wrong) {
      throw new IOException("failed to parse kubelet flag: " + wrong.getMessage(), wrong);
    }
    if (!given.operands().isEmpty()) {
      throw new IOException("unknown command " + given.operands().getFirst());
    }
    for (Map.Entry<String, String> each : given.values().entrySet()) {
      String name = each.getKey();
      boolean isKnown = OBEYED.contains(name) || FlagField.of(name).isPresent();
      if (!isKnown && !USUAL.getOrDefault(name, "").equals(each.getValue())) {
        throw new IOException("flag --" + name + " is not available on this machine");
      }
    }
    return new KubeletCommandLine(given);
  }

  private static boolean isAvailable(String flag) {
    return OBEYED.contains(flag) || FlagField.of(flag).filter(FlagField::isAvailable).isPresent();
  }

  /** The flags that are also settings of the file, by the names of their fields. */
  Map<String, JsonNode> settings() throws IOException {
    Map<String, JsonNode> settings = new TreeMap<>();
    for (Map.Entry<String, String> each : given.values().entrySet()) {
      Optional<FlagField> field =
          OBEYED.contains(each.getKey()) ? Optional.empty() : FlagField.of(each.getKey());
      if (field.isPresent()) {
        settings.put(field.get().name(), field.get().value(each.getValue()));
      }
    }
    return settings;
  }

  /** The labels with which the node is registered. */
  Map<String, String> nodeLabels() throws IOException {
    return NodeLabels.parse(value("node-labels").orElse(""));
  }

  boolean has(String name) {
    return given.has(name);
  }

  Optional<String> value(String name) {
    return given.find(name);
  }

  /** The output of {@code --help}: the supported flags. */
  static String help() {
    return "Usage:\n  kubelet [flags]\n\nFlags:\n" + ALL.help(KubeletCommandLine::isAvailable);
  }
}
