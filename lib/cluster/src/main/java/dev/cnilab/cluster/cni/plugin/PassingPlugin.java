package dev.cnilab.cluster.cni.plugin;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;

/**
 * A chained plugin that changes nothing that is simulated: {@code bandwidth}, {@code firewall},
 * {@code tuning}. It hands on the result of the plugin before.
 */
record PassingPlugin(String name) implements CniPlugin {
  @Override
  public String about() {
    return "CNI " + name + " plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    return args.prevResult()
        .orElseThrow(() -> new CniException("must be called as chained plugin"));
  }

  @Override
  public void del(CmdArgs args) {}
}
