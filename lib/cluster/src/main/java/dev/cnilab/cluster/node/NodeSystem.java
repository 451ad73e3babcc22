package dev.cnilab.cluster.node;

import dev.cnilab.cluster.cni.plugin.CniPlugins;
import dev.cnilab.cluster.containerd.Containerd;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.inode.Layer;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Executables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The image that every node is installed from: Debian, containerd, the kubelet and the CNI plugins.
 * It exists once, and each node holds only its differences.
 */
final class NodeSystem {
  private static final String UNITS = "/usr/lib/systemd/system/";
  private static final String AT_BOOT = "/etc/systemd/system/multi-user.target.wants";

  private static @Nullable Layer layer;

  private NodeSystem() {}

  /**
   * The files.
   *
   * @param loop the caller's; no reference to it is kept
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
    configure(files);
  }

  /** What the packages of containerd and the kubelet install, and that both start at boot. */
  private static void configure(MountNamespace files) throws IOException {
    copy(files, "containerd.service", UNITS + "containerd.service");
    copy(files, "config.toml", "/etc/containerd/config.toml");
    put(files, "/etc/crictl.yaml", "runtime-endpoint: unix:///run/containerd/containerd.sock\n");
    copy(files, "kubelet.service", UNITS + "kubelet.service");
    copy(files, "10-kubeadm.conf", UNITS + "kubelet.service.d/10-kubeadm.conf");
    put(files, "/etc/default/kubelet", "KUBELET_EXTRA_ARGS=\n");
    files.createDirectories(AT_BOOT);
    for (String unit : List.of("containerd.service", "kubelet.service")) {
      files.createSymlink(AT_BOOT + "/" + unit, UNITS + unit);
    }
  }

  private static void copy(MountNamespace files, String resource, String path) throws IOException {
    try (InputStream in = Objects.requireNonNull(NodeSystem.class.getResourceAsStream(resource))) {
      put(files, path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void put(MountNamespace files, String path, String text) throws IOException {
    files.createDirectories(path.substring(0, path.lastIndexOf('/')));
    files.write(path, text);
  }
}
