package dev.cnilab.cluster.cni.plugin.main;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;

/**
 * The plugins {@code tap}, {@code vlan} and {@code vrf}, which make links of kinds that these
 * machines do not have; every ADD fails with that message.
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

  /** There is never anything to remove. */
  @Override
  public void del(CmdArgs args) {}
}
