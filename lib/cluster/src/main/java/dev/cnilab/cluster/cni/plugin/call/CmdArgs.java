package dev.cnilab.cluster.cni.plugin.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.invoke.PluginExec;
import dev.cnilab.cluster.cni.invoke.ProcessExec;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.process.NetworkNamespaceFile;
import dev.cnilab.userland.process.Process;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The arguments of a plugin: {@code skel.CmdArgs}.
 *
 * @param netns the path of the container's network namespace; may be empty for DEL
 * @param config its standard input
 */
public record CmdArgs(
    Process process,
    String containerId,
    String netns,
    String ifName,
    List<String> path,
    ObjectNode config) {

  public String networkName() {
    return config.path("name").asText("");
  }

  public String cniVersion() {
    return config.path("cniVersion").asText("");
  }

  /** A value in CNI_ARGS; empty if there is none. */
  public String argument(String name) {
    String all = process.environment().getOrDefault("CNI_ARGS", "");
    for (String pair : all.split(";", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }

  public boolean isSet(String key) {
    return config.path(key).asBoolean(false);
  }

  /** The result of the previous plugin; empty if there is none. */
  public Optional<CniResult> prevResult() throws CniException {
    JsonNode previous = config.path("prevResult");
    if (!previous.isObject()) {
      return Optional.empty();
    }
    String version = previous.path("cniVersion").asText(cniVersion());
    return Optional.of(CniResult.parse(version.isEmpty() ? "0.1.0" : version, previous));
  }

  /** The node's network namespace, in which the plugin runs. */
  public NetworkNamespace host() {
    return process.network();
  }

  /** The container's network namespace; empty if it no longer exists. */
  public Optional<NetworkNamespace> findNetns() {
    return NetworkNamespaceFile.find(process.files(), netns);
  }

  /**
   * The container's network namespace.
   *
   * @throws CniException as {@code ns.GetNS}
   */
  public NetworkNamespace openNetns() throws CniException {
    Optional<NetworkNamespace> found = findNetns();
    if (found.isPresent()) {
      return found.get();
    }
    throw new CniException(
        process.files().exists(netns)
            ? "unknown FS magic on " + GoText.quote(netns) + ": ef53"
            : "failed to Statfs " + GoText.quote(netns) + ": no such file or directory");
  }

  /** Runs another plugin with the same environment and waits for its result. */
  public CniResult delegateAdd(String plugin, JsonNode stdin) throws CniException {
    return delegateAdd(plugin, stdin, Map.of());
  }

  /** The same, with some variables of the environment changed. */
  public CniResult delegateAdd(String plugin, JsonNode stdin, Map<String, String> changed)
      throws CniException {
    PluginExec exec = new ProcessExec(this::process);
    String executable = exec.find(plugin, path);
    String version = stdin.path("cniVersion").asText("");
    Map<String, String> environment = new TreeMap<>(changed);
    environment.put("CNI_COMMAND", "ADD");
    return exec.runWithResult(
        executable,
        version.isEmpty() ? "0.1.0" : version,
        bytes(stdin),
        environment,
        Deadline.never());
  }

  /** Runs another plugin with the same environment. */
  public void delegate(String verb, String plugin, JsonNode stdin) throws CniException {
    PluginExec exec = new ProcessExec(this::process);
    exec.run(exec.find(plugin, path), bytes(stdin), Map.of("CNI_COMMAND", verb), Deadline.never());
  }

  private static byte[] bytes(JsonNode json) {
    return GoJson.marshalMap(json).getBytes(StandardCharsets.UTF_8);
  }
}
