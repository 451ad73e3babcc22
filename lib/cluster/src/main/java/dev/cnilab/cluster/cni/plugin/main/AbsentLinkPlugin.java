package dev.cnilab.cluster.cni.plugin.main;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;

/**
 * {@code tap}, {@code vlan} and {@code vrf}: they make links of kinds that these machines do not
 * have, which each ADD is told.
 *
 * @param name the plugin's, and the kind's
 */
public record AbsentLinkPlugin(String name) implements CniPlugin {
  @Override
  public String about() {
    return "CNI " + name + " plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    throw new CniException("links of type " + name + " are not available on this machine");
  }

  /** There is never anything to take away. */
  @Override
  public void del(CmdArgs args) {}
}
