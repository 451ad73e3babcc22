package dev.cnilab.cluster.cni.invoke;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.CniVersion;
import dev.cnilab.cluster.cni.config.NetworkConfigList;
import dev.cnilab.cluster.cni.config.PluginConfig;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** libcni's {@code CNIConfig}: the verbs of CNI on lists of plugins. All of them block. */
public final class LibCni {
  private static final Pattern VALID_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.\\-]*");

  private final List<String> path;
  private final PluginExec exec;
  private final ResultCache cache;

  /**
   * Runs plugins that are found in {@code path}.
   *
   * @param files where results are cached
   */
  public LibCni(List<String> path, PluginExec exec, MountNamespace files) {
    this.path = path;
    this.exec = exec;
    this.cache = new ResultCache(files);
  }

  /** Runs ADD of each plugin in order, each with the result of the one before. */
  public CniResult addNetworkList(NetworkConfigList list, RuntimeConf rt) throws CniException {
    CniResult result = null;
    for (PluginConfig plugin : list.plugins()) {
      try {
        result = add(list, plugin, result, rt);
      } catch (CniException failed) {
        throw failed.during("plugin " + plugin.description() + " failed (add)");
      }
    }
    CniResult last = result == null ? CniResult.EMPTY : result;
    try {
      cache.add(last, list, rt);
    } catch (CniException failed) {
      throw failed.during("failed to set network \"" + list.name() + "\" cached result");
    }
    return last;
  }

  private CniResult add(
      NetworkConfigList list, PluginConfig plugin, @Nullable CniResult previous, RuntimeConf rt)
      throws CniException {
    String executable = exec.find(plugin.type(), path);
    validateName(list.name());
    byte[] config = config(list, plugin, previous, rt);
    return exec.runWithResult(
        executable, list.cniVersion(), config, environment("ADD", rt), rt.deadline());
  }

  private static void validateName(String network) throws CniException {
    if (network.isEmpty()) {
      throw new CniException(CniException.INVALID_CONFIG, "missing network name:", "");
    }
    if (!VALID_NAME.matcher(network).matches()) {
      throw new CniException(
          CniException.INVALID_CONFIG, "invalid characters found in network name", network);
    }
  }

  /** Runs DEL of each plugin in reverse order; the first one that fails ends it. */
  public void delNetworkList(NetworkConfigList list, RuntimeConf rt) throws CniException {
    Optional<CniResult> cached =
        CniVersion.isAtLeast(list.cniVersion(), "0.4.0") ? cache.get(list, rt) : Optional.empty();
    for (PluginConfig plugin : list.plugins().reversed()) {
      try {
        run("DEL", list, plugin, cached.orElse(null), rt);
      } catch (CniException failed) {
        throw failed.during("plugin " + plugin.description() + " failed (delete)");
      }
    }
    cache.remove(list, rt);
  }

  /** Asks each plugin whether it can serve an ADD; only for lists of 1.1.0 and later. */
  public void statusNetworkList(NetworkConfigList list) throws CniException {
    try {
      if (!CniVersion.isAtLeast(list.cniVersion(), "1.1.0")) {
        return;
      }
    } catch (CniException notAVersion) {
      return; // libcni treats it as an older one
    }
    for (PluginConfig plugin : list.plugins()) {
      String executable = exec.find(plugin.type(), path);
      exec.run(
          executable,
          config(list, plugin, null, null),
          environment("STATUS", null),
          Deadline.never());
    }
  }

  private void run(
      String verb,
      NetworkConfigList list,
      PluginConfig plugin,
      @Nullable CniResult previous,
      RuntimeConf rt)
      throws CniException {
    String executable = exec.find(plugin.type(), path);
    exec.run(executable, config(list, plugin, previous, rt), environment(verb, rt), rt.deadline());
  }

  /**
   * {@code buildOneConfig}: the plugin's entry with what the list, the chain and the runtime add.
   */
  private static byte[] config(
      NetworkConfigList list,
      PluginConfig plugin,
      @Nullable CniResult previous,
      @Nullable RuntimeConf rt)
      throws CniException {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.setAll(plugin.values());
    config.put("name", list.name());
    config.put("cniVersion", list.cniVersion());
    if (previous != null) {
      config.set("prevResult", previous.toJson(list.cniVersion()));
    }
    if (rt != null) {
      ObjectNode runtimeConfig = JsonNodeFactory.instance.objectNode();
      rt.capabilityArgs().properties().stream()
          .filter(argument -> plugin.isCapableOf(argument.getKey()))
          .forEach(argument -> runtimeConfig.set(argument.getKey(), argument.getValue()));
      if (!runtimeConfig.isEmpty()) {
        config.set("runtimeConfig", runtimeConfig);
      }
    }
    return GoJson.marshalMap(config).getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, String> environment(String verb, @Nullable RuntimeConf rt) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("CNI_COMMAND", verb);
    environment.put("CNI_CONTAINERID", rt == null ? "" : rt.containerId());
    environment.put("CNI_NETNS", rt == null ? "" : rt.netns());
    environment.put("CNI_ARGS", rt == null ? "" : rt.argsText());
    environment.put("CNI_IFNAME", rt == null ? "" : rt.ifName());
    environment.put("CNI_PATH", String.join(":", path));
    return environment;
  }
}
