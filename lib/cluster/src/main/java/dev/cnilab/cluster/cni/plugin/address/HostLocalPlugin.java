package dev.cnilab.cluster.cni.plugin.address;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.ipam.HostLocal;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** {@code host-local} as a plugin other plugins delegate to. */
public final class HostLocalPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI host-local plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    return allocator(args).add(args.containerId(), args.ifName());
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    allocator(args).del(args.containerId(), args.ifName());
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    allocator(args).check(args.containerId(), args.ifName());
  }

  @Override
  public void gc(CmdArgs args) throws CniException {
    Map<String, Set<String>> valid = new HashMap<>();
    for (JsonNode attachment : args.config().path("cni.dev/valid-attachments")) {
      valid
          .computeIfAbsent(attachment.path("containerID").asText(""), container -> new HashSet<>())
          .add(attachment.path("ifname").asText(""));
    }
    allocator(args).releaseAllBut(valid);
  }

  private static HostLocal allocator(CmdArgs args) throws CniException {
    String arguments = args.process().environment().getOrDefault("CNI_ARGS", "");
    return new HostLocal(args.process(), args.config(), arguments);
  }
}
