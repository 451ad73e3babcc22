package dev.cnilab.conformance.linux;

import dev.cnilab.conformance.linux.server.ServerPrograms;
import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.NetworkNamespaceFile;
import dev.cnilab.userland.process.ProgramRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine like that of the captures: with Debian's commands, and namespaces created on demand.
 */
final class Laboratory {
  private static final String HOSTS = "127.0.0.1\tlocalhost\n";

  private final Machine machine;
  private final Script script;

  private Laboratory(Machine machine, Script script) {
    this.machine = machine;
    this.script = script;
  }

  /** Builds the machine for a script; on the loop. */
  static Laboratory build(EventLoop loop, Script script) throws IOException {
    ProgramRegistry programs = Distribution.programs();
    ServerPrograms.all().forEach(programs::add);
    Machine machine = new Machine("lab", new Network(loop), programs);
    Laboratory laboratory = new Laboratory(machine, script);
    laboratory.writeFiles();
    laboratory.prepare(laboratory.machine.networkNamespace());
    return laboratory;
  }

  private void writeFiles() throws IOException {
    MountNamespace files = machine.files();
    Distribution.DEBIAN.unpack(files);
    Executables.write(files, "/usr/bin/busybox", "busybox-debian");
    for (String name : ServerPrograms.all().keySet()) {
      Executables.write(files, "/usr/bin/" + name, name);
    }
    files.createDirectories("/etc/netns");
    files.createDirectories("/run/netns");
    files.write("/etc/hosts", HOSTS);
    files.write("/etc/resolv.conf", "");
    files.write("/etc/nsswitch.conf", "hosts: files dns\n");
  }

  Machine machine() {
    return machine;
  }

  /** The words that run a command in a namespace. */
  static List<String> inNamespace(String namespace, List<String> words) {
    if (namespace.equals("-")) {
      return words;
    }
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(words);
    return all;
  }

  /** Gives a newly named namespace its files and the initial settings. */
  void namespaceAdded(String name) throws IOException {
    MountNamespace files = machine.files();
    files.createDirectories("/etc/netns/" + name);
    files.write("/etc/netns/" + name + "/hosts", HOSTS);
    files.write("/etc/netns/" + name + "/resolv.conf", "");
    NetworkNamespaceFile.find(files, "/run/netns/" + name).ifPresent(this::prepare);
  }

  private void prepare(NetworkNamespace namespace) {
    namespace.sysctl().set("net.bridge.bridge-nf-call-iptables", "1");
    if (!script.ipv6()) {
      namespace.sysctl().set("net.ipv6.conf.all.disable_ipv6", "1");
      namespace.sysctl().set("net.ipv6.conf.default.disable_ipv6", "1");
    }
  }
}
