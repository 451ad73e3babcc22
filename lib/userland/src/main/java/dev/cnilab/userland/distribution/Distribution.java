package dev.cnilab.userland.distribution;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Dialect;
import dev.cnilab.userland.coreutils.Coreutils;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.openssl.Openssl;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramRegistry;
import dev.cnilab.userland.shell.Shell;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.system.SystemPrograms;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The programs and files of a root directory. */
public enum Distribution {
  /** Debian 12, as on nodes. */
  DEBIAN,
  /** Debian 12 in a container's image, which has no systemd. */
  DEBIAN_IMAGE,
  /** Busybox 1.36: one executable with many names. */
  BUSYBOX;

  private static final String IMAGE =
      "BusyBox v1.36.1 (2024-06-10 07:11:47 UTC) multi-call binary.";

  /** The banner of Debian's package busybox-static. */
  private static final String PACKAGE =
      "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.";

  private static final Set<String> OF_SYSTEMD =
      Set.of("systemctl", "journalctl", "reboot", "shutdown");

  /** The commands in Debian's sbin directories. */
  private static final Set<String> SYSTEM =
      Set.of(
          "ip",
          "bridge",
          "tc",
          "sysctl",
          "brctl",
          "ethtool",
          "conntrack",
          "ipset",
          "iptables",
          "iptables-save",
          "iptables-restore",
          "ip6tables",
          "ip6tables-restore",
          "ip6tables-save",
          "lsmod",
          "arp",
          "ifconfig",
          "ifdown",
          "ifup",
          "reboot",
          "shutdown",
          "route",
          "traceroute");

  private static final List<String> DIRECTORIES =
      List.of(
          "/dev",
          "/etc",
          "/home",
          "/opt",
          "/proc",
          "/root",
          "/run",
          "/sys",
          "/tmp",
          "/usr/bin",
          "/usr/lib",
          "/usr/local/bin",
          "/usr/local/sbin",
          "/usr/sbin",
          "/usr/share",
          "/var/lib",
          "/var/log",
          "/var/tmp");

  /** All programs that the executables of all distributions contain. */
  public static ProgramRegistry programs() {
    ProgramRegistry registry = new ProgramRegistry();
    debian().forEach(registry::add);
    registry.add("busybox", new Busybox(IMAGE, applets(IMAGE)));
    registry.add("busybox-debian", new Busybox(PACKAGE, applets(PACKAGE)));
    return registry;
  }

  private static Map<String, Program> debian() {
    Map<String, Program> programs = new TreeMap<>(in(Dialect.GNU));
    programs.put("dash", new Shell(ShellDialect.DASH));
    programs.put("bash", new Shell(ShellDialect.BASH));
    programs.putAll(NetPrograms.debian());
    programs.put("openssl", new Openssl().in(Dialect.GNU));
    return programs;
  }

  private static Map<String, Program> applets(String banner) {
    Map<String, Program> programs = new TreeMap<>(in(Dialect.BUSYBOX));
    programs.put("sh", new Shell(ShellDialect.ASH));
    programs.put("ash", new Shell(ShellDialect.ASH));
    programs.putAll(NetPrograms.busybox(banner));
    return programs;
  }

  private static Map<String, Program> in(Dialect dialect) {
    Map<String, Program> programs = new TreeMap<>(SystemPrograms.in(dialect));
    for (Map.Entry<String, Command> each : Coreutils.commands().entrySet()) {
      programs.put(each.getKey(), each.getValue().in(dialect));
    }
    return programs;
  }

  /** Creates the directories and commands in a root directory. */
  public void unpack(MountNamespace files) throws IOException {
    for (String directory : DIRECTORIES) {
      files.createDirectories(directory);
    }
    for (String directory : List.of("/tmp", "/var/tmp")) {
      files.setPermissions(directory, 01777);
    }
    files.setPermissions("/root", 0700);
    files.createSymlink("/var/run", "/run");
    files.write(
        "/etc/passwd",
        "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n");
    files.write("/etc/group", "root:x:0:\nnogroup:x:65534:\n");
    switch (this) {
      case DEBIAN -> unpackDebian(files, debian().keySet());
      case DEBIAN_IMAGE -> {
        Set<String> names = new TreeSet<>(debian().keySet());
        names.removeAll(OF_SYSTEMD);
        unpackDebian(files, names);
      }
      case BUSYBOX -> unpackBusybox(files);
    }
  }

  private static void unpackDebian(MountNamespace files, Set<String> commands) throws IOException {
    for (String name : List.of("bin", "sbin", "lib")) {
      files.createSymlink("/" + name, "usr/" + name);
    }
    for (String name : commands) {
      String directory = SYSTEM.contains(name) ? "/usr/sbin/" : "/usr/bin/";
      Executables.write(files, directory + name, name);
    }
    files.createSymlink("/usr/bin/sh", "dash");
    files.write("/etc/os-release", OS_RELEASE);
  }

  private static final String OS_RELEASE =
      """
      PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
      NAME="Debian GNU/Linux"
      VERSION_ID="12"
      VERSION="12 (bookworm)"
      VERSION_CODENAME=bookworm
      ID=debian
      HOME_URL="https://www.debian.org/"
      """;

  private static void unpackBusybox(MountNamespace files) throws IOException {
    files.createDirectories("/bin");
    Executables.write(files, "/bin/busybox", "busybox");
    for (String name : applets(IMAGE).keySet()) {
      files.createLink("/bin/" + name, "/bin/busybox");
    }
  }
}
