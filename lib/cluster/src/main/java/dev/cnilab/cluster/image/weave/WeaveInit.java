package dev.cnilab.cluster.image.weave;

import dev.cnilab.cluster.image.weave.plugin.WeaveIpam;
import dev.cnilab.cluster.image.weave.plugin.WeavePlugin;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;

/**
 * {@code /home/weave/init.sh}: installs the plugin and its configuration on the node. Therefore the
 * node is ready before its agent is.
 */
public final class WeaveInit implements Program {
  private static final String PLUGINS = "/host/opt/cni/bin";
  private static final String CONFIGURATION = "/host/etc/cni/net.d/10-weave.conflist";

  private static final String CONFLIST =
      """
      {
          "cniVersion": "0.3.0",
          "name": "weave",
          "plugins": [
              {
                  "name": "weave",
                  "type": "weave-net",
                  "hairpinMode": true
              },
              {
                  "type": "portmap",
                  "capabilities": {"portMappings": true},
                  "snat": true
              }
          ]
      }
      """;

  @Override
  public int run(Process process) {
    try {
      process.files().createDirectories(PLUGINS);
      Executables.write(process.files(), PLUGINS + "/weave-net", WeavePlugin.PROGRAM);
      Executables.write(process.files(), PLUGINS + "/weave-ipam", WeaveIpam.PROGRAM);
      process.files().createDirectories("/host/etc/cni/net.d");
      process.files().write(CONFIGURATION, CONFLIST);
      return 0;
    } catch (IOException refused) {
      process.err().println("Failed to install the Weave CNI plugin: " + GoText.errno(refused));
      return 1;
    }
  }
}
