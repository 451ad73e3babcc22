package dev.cnilab.cluster.containerd.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.invoke.RuntimeConf;
import dev.cnilab.cluster.containerd.network.GoCni;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import dev.cnilab.cluster.object.value.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Attaches sandboxes to the network and detaches them. */
final class SandboxNetwork {
  private static final long LARGEST_BURST = 0xffff_ffffL;

  private static final String NO_BANDWIDTH =
      "get cni namespace options: failed to get bandwidth info from annotations: quantities must"
          + " match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

  private final GoCni cni;

  SandboxNetwork(GoCni cni) {
    this.cni = cni;
  }

  /** Sets the network up; the sandbox then has its addresses. Blocks. */
  void setup(Sandbox sandbox, Deadline deadline) throws CniException {
    List<String> ips = new ArrayList<>();
    for (CniResult result : cni.setup(runtimeConf(sandbox, deadline))) {
      for (CniResult.IpConfig ip : result.ips()) {
        if (isOnEth0(result, ip)) {
          ips.add(ip.address().replaceFirst("/.*", ""));
        }
      }
    }
    if (ips.isEmpty()) {
      throw new CniException("failed to find network info for sandbox \"" + sandbox.id() + "\"");
    }
    sandbox.setIps(ips);
  }

  private static boolean isOnEth0(CniResult result, CniResult.IpConfig ip) {
    Integer index = ip.onInterface();
    return index == null
        || (index >= 0
            && index < result.interfaces().size()
            && result.interfaces().get(index).name().equals("eth0"));
  }

  /** Tears the network down. Blocks. */
  void teardown(Sandbox sandbox, Deadline deadline) throws CniException {
    cni.remove(runtimeConf(sandbox, deadline));
  }

  private static RuntimeConf runtimeConf(Sandbox sandbox, Deadline deadline) throws CniException {
    PodSandboxConfig config = sandbox.config();
    Map<String, String> args = new LinkedHashMap<>();
    args.put("IgnoreUnknown", "1");
    args.put("K8S_POD_NAMESPACE", config.metadata().namespace());
    args.put("K8S_POD_NAME", config.metadata().name());
    args.put("K8S_POD_INFRA_CONTAINER_ID", sandbox.id());
    args.put("K8S_POD_UID", config.metadata().uid());
    return new RuntimeConf(
        sandbox.id(), sandbox.netnsPath(), "", args, capabilities(config), deadline);
  }

  private static ObjectNode capabilities(PodSandboxConfig config) throws CniException {
    ObjectNode capabilities = JsonNodeFactory.instance.objectNode();
    ObjectNode annotations = capabilities.putObject("io.kubernetes.cri.pod-annotations");
    config.annotations().forEach(annotations::put);
    for (PodSandboxConfig.PortMapping mapping : config.portMappings()) {
      if (mapping.hostPort() > 0) {
        capabilities
            .withArray("portMappings")
            .addObject()
            .put("HostPort", mapping.hostPort())
            .put("ContainerPort", mapping.containerPort())
            .put("Protocol", mapping.protocol().toLowerCase(Locale.ROOT))
            .put("HostIP", mapping.hostIp());
      }
    }
    bandwidth(config.annotations(), capabilities);
    PodSandboxConfig.Dns dns = config.dns();
    if (!dns.equals(PodSandboxConfig.Dns.NONE)) {
      ObjectNode json = capabilities.putObject("dns");
      dns.servers().forEach(json.putArray("Servers")::add);
      dns.searches().forEach(json.putArray("Searches")::add);
      dns.options().forEach(json.putArray("Options")::add);
    }
    return capabilities;
  }

  /**
   * The bandwidth limits from a pod's annotations; the burst is the largest that go-cni can
   * express.
   */
  private static void bandwidth(Map<String, String> annotations, ObjectNode capabilities)
      throws CniException {
    for (String direction : new String[] {"ingress", "egress"}) {
      String rate = annotations.getOrDefault("kubernetes.io/" + direction + "-bandwidth", "");
      if (!rate.isEmpty()) {
        BigDecimal bits = Quantity.value(rate).orElseThrow(() -> new CniException(NO_BANDWIDTH));
        capabilities
            .withObject("/bandwidth")
            .put(direction + "Rate", bits.longValue())
            .put(direction + "Burst", LARGEST_BURST);
      }
    }
  }
}
