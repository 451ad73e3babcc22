package dev.cnilab.cluster.containerd.sandbox;

import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The files in {@code /etc} that all containers of a sandbox share. */
final class SandboxFiles {
  private SandboxFiles() {}

  static void write(MountNamespace files, Sandbox sandbox) throws IOException {
    String directory = sandbox.directory();
    files.createDirectories(directory);
    files.write(directory + "/hostname", sandbox.uts().hostname() + "\n");
    files.write(directory + "/hosts", nodeFile(files, "/etc/hosts"));
    PodSandboxConfig.Dns dns = sandbox.config().dns();
    files.write(
        directory + "/resolv.conf",
        dns.equals(PodSandboxConfig.Dns.NONE)
            ? nodeFile(files, "/etc/resolv.conf")
            : resolvConf(dns).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] nodeFile(MountNamespace files, String path) throws IOException {
    return files.exists(path) ? files.read(path) : new byte[0];
  }

  /** {@code parseDNSOptions} of containerd. */
  private static String resolvConf(PodSandboxConfig.Dns dns) {
    StringBuilder text = new StringBuilder();
    if (!dns.searches().isEmpty()) {
      text.append("search ").append(String.join(" ", dns.searches())).append('\n');
    }
    dns.servers().forEach(server -> text.append("nameserver ").append(server).append('\n'));
    if (!dns.options().isEmpty()) {
      text.append("options ").append(String.join(" ", dns.options())).append('\n');
    }
    return text.toString();
  }
}
