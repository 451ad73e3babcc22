package dev.cnilab.cluster.containerd.crictl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.config.PluginConfig;
import dev.cnilab.cluster.containerd.network.GoCni;
import dev.cnilab.cluster.containerd.network.NetworkInfo;
import dev.cnilab.cluster.cri.message.RuntimeStatus;

/** What {@code crictl info} prints. */
final class Info {
  private Info() {}

  static ObjectNode of(RuntimeStatus status, NetworkInfo network) {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.set("cniconfig", cniConfig(network));
    info.set("config", network.config().toJson());
    info.put("golang", "go1.26.8");
    info.put("lastCNILoadStatus", network.lastLoadStatus());
    info.put("lastCNILoadStatus.default", network.lastLoadStatus());
    ObjectNode conditions = info.putObject("status");
    for (RuntimeStatus.Condition condition : status.conditions()) {
      conditions
          .withArray("conditions")
          .addObject()
          .put("type", condition.type())
          .put("status", condition.status())
          .put("reason", condition.reason())
          .put("message", condition.message());
    }
    return info;
  }

  private static ObjectNode cniConfig(NetworkInfo info) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode directories = json.putArray("PluginDirs");
    info.config().cni().binDirs().forEach(directories::add);
    json.put("PluginConfDir", info.config().cni().confDir());
    json.put("PluginMaxConfNum", info.config().cni().most());
    json.put("Prefix", "eth");
    for (GoCni.Network network : info.networks()) {
      ObjectNode entry = json.withArray("Networks").addObject();
      ObjectNode config = entry.putObject("Config");
      config.put("Name", network.config().name());
      config.put("CNIVersion", network.config().cniVersion());
      for (PluginConfig plugin : network.config().plugins()) {
        ObjectNode each = config.withArray("Plugins").addObject();
        each.set("Network", plugin.known());
        each.put("Source", plugin.source());
      }
      config.put("Source", network.config().source());
      entry.put("IFName", network.ifName());
    }
    return json;
  }
}
