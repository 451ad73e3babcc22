package dev.cnilab.userland.process;

import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.service.Service;
import dev.cnilab.userland.service.unit.Enablement;
import dev.cnilab.userland.stream.LineSplitter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What systemd does until multi-user.target, according to its files: mounts, an empty /tmp, kernel
 * settings, the network, and enabled services; bootup(7). A step that fails is skipped and logged
 * in the journal.
 */
record MachineStartup(Machine machine, Map<String, FileTree> partitions) {
  private static final String SETTINGS = "/etc/sysctl.d";

  /** Blocks until the services have been started. */
  void run() {
    say("kernel", "Linux version " + Hardware.KERNEL + " " + Hardware.BUILD);
    attempt("local file systems", this::mountAll);
    attempt("temporary files", this::emptyTmp);
    attempt("kernel settings", this::applySettings);
    attempt("network", () -> run("networking.service", List.of("/usr/sbin/ifup", "-a")));
    attempt("services", this::startServices);
  }

  private void startServices() throws IOException {
    for (String name : new Enablement(machine.files()).atBoot()) {
      machine.units().find(name).ifPresent(Service::start);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void attempt(String what, Step step) {
    try {
      step.run();
    } catch (IOException failed) {
      say("systemd", "Failed to set up " + what + ": " + failed.getMessage());
    }
  }

  private void say(String identifier, String line) {
    machine.journal().append("", identifier, identifier.equals("kernel") ? 0 : 1, line);
  }

  /** Mounts the existing partitions of fstab(5), in the order of the file. */
  private void mountAll() throws IOException {
    MountNamespace files = machine.files();
    String table = files.exists("/etc/fstab") ? files.readText("/etc/fstab") : "";
    for (String line : table.lines().toList()) {
      String[] fields = line.strip().split("\\s+", -1);
      FileTree partition = partitions.get(fields[0]);
      if (partition != null && fields.length > 1) {
        files.mount(fields[1], partition, fields[0], Mount.Access.READ_WRITE);
      }
    }
  }

  /** Empties /tmp but not /var/tmp, as Debian's /usr/lib/tmpfiles.d/tmp.conf does at boot. */
  private void emptyTmp() throws IOException {
    MountNamespace files = machine.files();
    files.removeAll("/tmp");
    files.createDirectory("/tmp");
    files.setPermissions("/tmp", 01777);
  }

  private void applySettings() throws IOException {
    MountNamespace files = machine.files();
    List<String> command = new ArrayList<>(List.of("/usr/sbin/sysctl", "-q", "-p"));
    List<String> names = files.isDirectory(SETTINGS) ? files.list(SETTINGS) : List.of();
    names.stream()
        .filter(name -> name.endsWith(".conf"))
        .sorted()
        .forEach(name -> command.add(SETTINGS + "/" + name));
    if (files.exists("/etc/sysctl.conf")) {
      command.add("/etc/sysctl.conf");
    }
    if (command.size() > 3) {
      run("systemd-sysctl.service", command);
    }
  }

  /** Runs a command to its end, with output to the journal. Blocks. */
  private void run(String unit, List<String> command) throws IOException {
    String path = command.getFirst();
    String identifier = path.substring(path.lastIndexOf('/') + 1);
    LineSplitter lines =
        new LineSplitter(line -> machine.journal().append(unit, identifier, 0, line));
    Sink journal = new Sink(lines::feed, lines::flush);
    machine
        .start(
            ProcessSpec.of(command)
                .environment(Map.of("PATH", ProcessTable.DEFAULT_PATH))
                .descriptor(1, journal)
                .descriptor(2, journal))
        .await();
  }
}
