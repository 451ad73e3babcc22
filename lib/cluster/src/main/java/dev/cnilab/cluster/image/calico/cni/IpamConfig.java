package dev.cnilab.cluster.image.calico.cni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.object.ResourceTypes;

/**
 * What the plugin of addresses gets. For {@code host-local}, as Canal uses it, the subnet {@code
 * usePodCidr} stands for the range that Kubernetes gave the node.
 */
record IpamConfig(String plugin, JsonNode json) {
  private static final String POD_CIDR = "usePodCidr";

  static IpamConfig of(CmdArgs args, Datastore datastore) throws CniException {
    String plugin = args.config().at("/ipam/type").asText("calico-ipam");
    String subnet = args.config().at("/ipam/subnet").asText("");
    if (!plugin.equals("host-local") || !subnet.equalsIgnoreCase(POD_CIDR)) {
      return new IpamConfig(plugin, args.config());
    }
    ObjectNode filled = args.config().deepCopy();
    ((ObjectNode) filled.path("ipam")).put("subnet", podCidr(Nodename.of(args), datastore));
    return new IpamConfig(plugin, filled);
  }

  private static String podCidr(String node, Datastore datastore) throws CniException {
    try {
      String range = datastore.api().get(ResourceTypes.NODES, "", node).text("/spec/podCIDR");
      if (range.isEmpty()) {
        throw new CniException("no podCidr for node " + node);
      }
      return range;
    } catch (ApiException refused) {
      throw new CniException(CniDatastore.words(refused));
    }
  }

  void release(CmdArgs args) throws CniException {
    args.delegate("DEL", plugin, json);
  }
}
