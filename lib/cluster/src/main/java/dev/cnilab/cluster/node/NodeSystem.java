package dev.cnilab.cluster.node;

import dev.cnilab.cluster.cni.plugin.CniPlugins;
import dev.cnilab.cluster.containerd.Containerd;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.file.Disk;
import dev.cnilab.userland.file.MountNamespace;
import dev.cnilab.userland.file.inode.Layer;
import dev.cnilab.userland.process.Executables;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What every node is installed from, as machines are from an image: Debian, containerd, the kubelet
 * and the CNI plugins. There is one of it, and each node holds only what differs.
 */
final class NodeSystem {
  private static @Nullable Layer layer;

  private NodeSystem() {}

  /**
   * The files.
   *
   * @param loop the caller's; nothing is kept of it
   */
  static synchronized Layer layer(EventLoop loop) throws IOException {
    Layer known = layer;
    if (known == null) {
      Disk disk = new Disk(loop);
      unpack(new MountNamespace(disk.tree("/"), "system"));
      known = disk.layer();
      layer = known;
    }
    return known;
  }

  private static void unpack(MountNamespace files) throws IOException {
    Distribution.DEBIAN.unpack(files);
    CniPlugins.install(files, "/opt/cni/bin");
    Containerd.unpack(files);
    Executables.write(files, "/usr/bin/kubelet", "kubelet");
    Executables.write(files, "/usr/bin/jq", "jq");
  }
}
