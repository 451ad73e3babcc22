package dev.cnilab.cluster.cni.ipam;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One file for each address in use, named after the address and containing the container's ID and
 * its interface; {@code backend/disk}. Nothing else records which addresses are taken. There may be
 * many: others run while the plugin looks at them.
 */
final class AddressFiles {
  private static final String DEFAULT_DIRECTORY = "/var/lib/cni/networks";
  private static final String LINE_BREAK = "\r\n";
  private static final String LAST_RESERVED = "last_reserved_ip.";

  private final Process process;
  private final MountNamespace files;
  private final String directory;

  AddressFiles(Process process, String network, String dataDirectory) throws CniException {
    this.process = process;
    this.files = process.files();
    this.directory = (dataDirectory.isEmpty() ? DEFAULT_DIRECTORY : dataDirectory) + "/" + network;
    try {
      files.createDirectories(directory);
      if (!files.exists(directory + "/lock")) {
        files.write(directory + "/lock", "");
        files.setPermissions(directory + "/lock", 0750);
      }
    } catch (IOException refused) {
      throw new CniException(GoText.pathError("mkdir", directory, refused));
    }
  }

  /** Reserves an address unless its file exists, and records it as the last one reserved. */
  boolean reserve(String containerId, String ifName, Ipv4Address address, int rangeSet)
      throws CniException {
    process.preempt();
    String path = directory + "/" + address;
    if (files.exists(path)) {
      return false;
    }
    try {
      write(path, containerId + LINE_BREAK + ifName);
      write(directory + "/" + LAST_RESERVED + rangeSet, address.toString());
      return true;
    } catch (IOException refused) {
      throw new CniException(GoText.pathError("open", path, refused));
    }
  }

  private void write(String path, String content) throws IOException {
    files.write(path, content);
    files.setPermissions(path, 0600);
  }

  Optional<Ipv4Address> lastReserved(int rangeSet) {
    try {
      return Ipv4Address.read(files.readText(directory + "/" + LAST_RESERVED + rangeSet));
    } catch (IOException noneYet) {
      return Optional.empty();
    }
  }

  /** The addresses of a container's interface. */
  List<Ipv4Address> of(String containerId, String ifName) throws CniException {
    String key = containerId + LINE_BREAK + ifName;
    List<Ipv4Address> addresses = new ArrayList<>();
    for (String name : names(content -> content.equals(key) || content.equals(containerId))) {
      Ipv4Address.read(name).ifPresent(addresses::add);
    }
    return addresses;
  }

  /**
   * Releases the addresses of a container's interface; files without an interface come from older
   * versions.
   */
  void release(String containerId, String ifName) throws CniException {
    String key = containerId + LINE_BREAK + ifName;
    List<String> names = names(key::equals);
    (names.isEmpty() ? names(containerId::equals) : names).forEach(this::unlink);
  }

  /**
   * Releases the addresses of all containers but those that are still valid.
   *
   * @param valid the containers' IDs, each with the names of its interfaces
   */
  void releaseAllBut(Map<String, Set<String>> valid) throws CniException {
    Predicate<String> isValid =
        content -> {
          String[] words = content.split(LINE_BREAK, 2);
          Set<String> interfaces = valid.getOrDefault(words[0], Set.of());
          return words.length == 1 ? valid.containsKey(words[0]) : interfaces.contains(words[1]);
        };
    for (String name : names(isValid.negate())) {
      if (!name.equals("lock") && !name.startsWith(LAST_RESERVED)) {
        unlink(name);
      }
    }
  }

  /** As many files as possible are removed: host-local ignores the failure as well. */
  private void unlink(String name) {
    process.preempt();
    try {
      files.unlink(directory + "/" + name);
    } catch (FileException alreadyGone) {
      // nothing is left to do
    }
  }

  private List<String> names(Predicate<String> content) throws CniException {
    try {
      List<String> names = new ArrayList<>();
      MountNamespace here = files.below(directory);
      for (String name : here.list("/")) {
        process.preempt();
        if (!here.isDirectory("/" + name) && content.test(here.readText("/" + name).strip())) {
          names.add(name);
        }
      }
      return names;
    } catch (IOException refused) {
      throw new CniException(GoText.pathError("open", directory, refused));
    }
  }
}
