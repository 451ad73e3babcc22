package dev.cnilab.userland.process;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.open.SocketFile;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.kernel.KernelFile.Directory;
import dev.cnilab.userland.kernel.KernelFile.Link;
import dev.cnilab.userland.kernel.KernelFile.Setting;
import dev.cnilab.userland.kernel.KernelFile.Text;
import dev.cnilab.userland.kernel.KernelTree;
import dev.cnilab.userland.kernel.network.NetworkFiles;
import dev.cnilab.userland.kernel.network.SocketOwners;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.privilege.NewPrivileges;
import dev.cnilab.userland.privilege.Seccomp;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files in /proc, as seen by the reading process. */
final class ProcFiles {
  private static final KernelFile REFUSED = new KernelFile.Refused();

  /** The work of generating a line, in microseconds. */
  private static final int LINE = 1;

  private final Machine machine;

  private ProcFiles(Machine machine) {
    this.machine = machine;
  }

  static FileTree tree(Machine machine) {
    ProcFiles files = new ProcFiles(machine);
    return new KernelTree("proc", machine.now(), new Directory(files::root, files::find));
  }

  private Process reader() {
    return machine.processes().current().orElseGet(machine.processes()::init);
  }

  private Map<String, KernelFile> root() {
    Map<String, KernelFile> all = new LinkedHashMap<>();
    PidNamespace pids = reader().pidNamespace();
    for (Process each : pids.processes()) {
      pids.pidOf(each).ifPresent(pid -> all.put("" + pid, directory(() -> of(each))));
    }
    all.putAll(ofMachine(pids));
    return all;
  }

  private @Nullable KernelFile find(String name) {
    PidNamespace pids = reader().pidNamespace();
    boolean isPid = !name.isEmpty() && Character.isDigit(name.charAt(0));
    return isPid
        ? pid(name).flatMap(pids::find).map(each -> directory(() -> of(each))).orElse(null)
        : ofMachine(pids).get(name);
  }

  private static Optional<Integer> pid(String name) {
    try {
      int pid = Integer.parseInt(name);
      return Optional.of(pid).filter(number -> name.equals("" + number));
    } catch (NumberFormatException noPid) {
      return Optional.empty();
    }
  }

  private Map<String, KernelFile> ofMachine(PidNamespace pids) {
    Map<String, KernelFile> all = new LinkedHashMap<>();
    all.put("self", new Link(() -> "" + reader().pidInside()));
    all.put("mounts", new Link(() -> "self/mounts"));
    all.put("net", new Link(() -> "self/net"));
    ProcMachineFiles.addTo(all, machine, pids);
    all.put("sys", directory(this::sys));
    return all;
  }

  static KernelFile text(Supplier<String> content) {
    return new Text(content);
  }

  private static KernelFile directory(Supplier<Map<String, KernelFile>> entries) {
    return new Directory(entries);
  }

  private Map<String, KernelFile> of(Process process) {
    Map<String, KernelFile> all = new LinkedHashMap<>();
    all.put("cmdline", text(() -> terminated(process.arguments().stream())));
    all.put("comm", text(() -> process.name() + "\n"));
    all.put(
        "environ",
        text(
            () ->
                terminated(
                    process.environment().entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue()))));
    all.put("status", text(() -> status(process)));
    all.put("stat", text(() -> ProcessFigures.stat(process)));
    ProcResources resources = new ProcResources(process);
    resources.addTo(all, reader().pidNamespace());
    all.put(
        "net",
        directory(
            () ->
                NetworkFiles.of(
                    process.network(), new Owners(machine), () -> reader().work(LINE))));
    all.put("cwd", new Link(() -> process.workingDirectory().path()));
    all.put("root", new Link(() -> "/"));
    all.put("fd", directory(resources::descriptors));
    all.put("ns", directory(() -> namespaces(process)));
    if (!reader().credentials().mayInspect(process.credentials())) {
      List.of("environ", "cwd", "root", "exe", "fd", "ns")
          .forEach(each -> all.replace(each, REFUSED));
    }
    return all;
  }

  /** The owners of sockets at one moment. */
  private static final class Owners implements SocketOwners {
    private final Machine machine;
    private @Nullable IdentityHashMap<Object, Integer> users;

    Owners(Machine machine) {
      this.machine = machine;
    }

    @Override
    public int user(Object socket) {
      IdentityHashMap<Object, Integer> known = users;
      if (known == null) {
        known = present();
        users = known;
      }
      return known.getOrDefault(socket, 0);
    }

    private IdentityHashMap<Object, Integer> present() {
      IdentityHashMap<Object, Integer> present = new IdentityHashMap<>();
      for (Process process : machine.processes().all()) {
        process.descriptors().byNumber().values().stream()
            .filter(SocketFile.class::isInstance)
            .forEach(open -> present.putIfAbsent(((SocketFile) open).socket(), process.user()));
      }
      return present;
    }

    @Override
    public int inode(Object socket) {
      return machine.socketIds().of(socket).inode();
    }
  }

  private static String terminated(java.util.stream.Stream<String> texts) {
    return texts.map(each -> each + "\0").collect(Collectors.joining());
  }

  private static String status(Process process) {
    return """
    Name:\t%1$s
    State:\t%12$s
    Tgid:\t%2$d
    Pid:\t%2$d
    PPid:\t%3$d
    Uid:\t%4$d\t%4$d\t%4$d\t%4$d
    Gid:\t%5$d\t%5$d\t%5$d\t%5$d
    Groups:\t%6$s
    CapInh:\t%7$s
    CapPrm:\t%8$s
    CapEff:\t%8$s
    CapBnd:\t%9$s
    CapAmb:\t%7$s
    NoNewPrivs:\t%10$d
    Seccomp:\t%13$d
    Seccomp_filters:\t%14$d
    VmRSS:\t%11$8d kB
    Threads:\t1
    """
        .formatted(
            process.name(),
            process.pidInside(),
            process.isInit() ? 0 : process.family().parent().pidInside(),
            process.user(),
            process.credentials().group(),
            process.credentials().groups().stream()
                .map(group -> group + " ")
                .collect(Collectors.joining()),
            Capability.mask(process.credentials().ambient()),
            Capability.mask(process.credentials().effective()),
            Capability.mask(process.credentials().bounding()),
            process.credentials().newPrivileges() == NewPrivileges.NEVER ? 1 : 0,
            process.usage().residentBytes() / 1024,
            ProcessFigures.stateInWords(process),
            process.credentials().seccomp().mode(),
            process.credentials().seccomp() == Seccomp.FILTER ? 1 : 0);
  }

  private Map<String, KernelFile> namespaces(Process process) {
    Map<String, KernelFile> all = new LinkedHashMap<>();
    for (NamespaceKind kind : NamespaceKind.values()) {
      all.put(kind.fileName(), new Link(() -> machine.namespaceIds().name(kind, process)));
    }
    return all;
  }

  private Map<String, KernelFile> sys() {
    UtsNamespace uts = reader().namespaces().uts();
    Map<String, KernelFile> kernel = new LinkedHashMap<>();
    kernel.put("hostname", new Setting(() -> uts.hostname() + "\n", uts::setHostname));
    kernel.put("osrelease", text(() -> Hardware.KERNEL + "\n"));
    kernel.put("ostype", text(() -> "Linux\n"));
    kernel.put("shm_rmid_forced", removesUnused(reader().namespaces().ipc()));
    Map<String, KernelFile> all = new LinkedHashMap<>();
    kernel.put("random", Directory.of(Map.of("boot_id", text(() -> machine.bootId() + "\n"))));
    all.put("kernel", Directory.of(kernel));
    all.put("net", settings(reader().network(), "net."));
    return all;
  }

  private static KernelFile removesUnused(IpcNamespace ipc) {
    return new Setting(
        () -> (ipc.removesUnused() ? 1 : 0) + "\n",
        value -> {
          if (!ipc.setRemovesUnused(value)) {
            throw new FileException(FileError.EINVAL, IpcNamespace.SHM_RMID_FORCED);
          }
        });
  }

  /** The settings whose names have this prefix, with a directory per name component. */
  private static KernelFile settings(NetworkNamespace network, String prefix) {
    return new Directory(
        () -> entries(network, prefix), name -> entry(network, prefix + name.replace('.', '/')));
  }

  private static @Nullable KernelFile entry(NetworkNamespace network, String name) {
    if (network.sysctl().has(name)) {
      return setting(network, name);
    }
    return network.sysctl().hasPrefix(name + ".") ? settings(network, name + ".") : null;
  }

  private static Map<String, KernelFile> entries(NetworkNamespace network, String prefix) {
    Map<String, KernelFile> entries = new TreeMap<>();
    for (String name : network.sysctl().names(prefix)) {
      String rest = name.substring(prefix.length());
      int dot = rest.indexOf('.');
      String first = dot < 0 ? rest : rest.substring(0, dot);
      entries.computeIfAbsent(
          first.replace('/', '.'),
          any -> dot < 0 ? setting(network, name) : settings(network, prefix + first + "."));
    }
    return entries;
  }

  private static KernelFile setting(NetworkNamespace network, String name) {
    if (!network.sysctl().isWritable(name)) {
      return text(() -> network.sysctl().get(name) + "\n");
    }
    return new Setting(
        () -> network.sysctl().get(name) + "\n",
        value -> {
          try {
            network.sysctl().set(name, value);
          } catch (ErrnoException refused) {
            FileError error = refused.errno() == Errno.EPERM ? FileError.EPERM : FileError.EINVAL;
            throw new FileException(error, name);
          }
        });
  }
}
