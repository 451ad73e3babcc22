package dev.cnilab.cluster.cni.plugin;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;

/** A plugin that is installed, so that a directory looks as in life, but whose links are not. */
record AbsentPlugin(String name) implements CniPlugin {
  @Override
  public String about() {
    return "CNI " + name + " plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    throw new CniException(
        "the plugin \""
            + name
            + "\" makes links this network does not have; use \"bridge\" or \"flannel\" instead");
  }

  @Override
  public void del(CmdArgs args) {}
}
