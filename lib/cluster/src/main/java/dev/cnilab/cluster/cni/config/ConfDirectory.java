package dev.cnilab.cluster.cni.config;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A directory of network configurations, such as {@code /etc/cni/net.d}. */
public final class ConfDirectory {
  private static final Set<String> EXTENSIONS = Set.of(".conf", ".conflist", ".json");

  private final MountNamespace files;
  private final String path;

  public ConfDirectory(MountNamespace files, String path) {
    this.files = files;
    this.path = path;
  }

  public String path() {
    return path;
  }

  /**
   * The first configurations in the order of file names, as go-cni's {@code loadFromConfDir}.
   * Anything after them is ignored, even if it is broken.
   *
   * @param most how many; all if it is not positive
   * @throws CniException in go-cni's words
   */
  public List<NetworkConfigList> first(long most) throws CniException {
    List<String> candidates;
    try {
      candidates = files(path, EXTENSIONS);
    } catch (FileException unreadable) {
      throw new CniException(
          "failed to read config file: %s: failed to read config file"
              .formatted(GoText.pathError("open", path, unreadable)));
    }
    if (candidates.isEmpty()) {
      throw new CniException("no network config found in " + path + ": cni plugin not initialized");
    }
    List<NetworkConfigList> loaded = new ArrayList<>();
    for (String file : candidates) {
      loaded.add(file.endsWith(".conflist") ? list(file) : single(file));
      if (loaded.size() == most) {
        break;
      }
    }
    return loaded;
  }

  private NetworkConfigList list(String file) throws CniException {
    try {
      NetworkConfigList list = NetworkConfigList.parse(read(file));
      if (list.inlined() == NetworkConfigList.Inlined.ALSO_FROM_DIRECTORY) {
        list = list.with(fromDirectory(list.name()));
      }
      if (list.plugins().isEmpty()) {
        throw new CniException("no plugin configs found");
      }
      return list;
    } catch (CniException refused) {
      throw invalid("failed to load CNI config list file " + file, refused);
    }
  }

  private NetworkConfigList single(String file) throws CniException {
    PluginConfig only;
    try {
      only = PluginConfig.parse(read(file));
    } catch (CniException refused) {
      throw invalid("failed to load CNI config file " + file, refused);
    }
    try {
      return NetworkConfigList.of(only);
    } catch (CniException refused) {
      throw invalid("failed to convert CNI config file " + file + " to CNI config list", refused);
    }
  }

  /** The plugins of {@code <directory>/<network>/*.conf}. */
  private List<PluginConfig> fromDirectory(String network) throws CniException {
    String directory = path + "/" + network;
    List<PluginConfig> plugins = new ArrayList<>();
    try {
      for (String file : files(directory, Set.of(".conf"))) {
        plugins.add(PluginConfig.parse(read(file)));
      }
    } catch (FileException unreadable) {
      throw new CniException(
          "failed to read plugin config files in %s: %s"
              .formatted(directory, GoText.pathError("open", directory, unreadable)));
    }
    return plugins;
  }

  /** {@code libcni.ConfFiles}: sorted, without directories; none if there is no such directory. */
  private List<String> files(String directory, Set<String> extensions) throws FileException {
    List<String> names;
    try {
      names = files.list(directory);
    } catch (FileException refused) {
      if (refused.error() == FileError.ENOENT) {
        return List.of();
      }
      throw refused;
    }
    List<String> found = new ArrayList<>();
    for (String name : names.stream().sorted().toList()) {
      int dot = name.lastIndexOf('.');
      String file = directory + "/" + name;
      if (dot >= 0
          && extensions.contains(name.substring(dot))
          && !files.linkStatus(file).isDirectory()) {
        found.add(file);
      }
    }
    return found;
  }

  private byte[] read(String file) throws CniException {
    try {
      return GoFile.bytes(files, file);
    } catch (GoPathException unreadable) {
      throw new CniException("error reading " + file + ": " + unreadable.text());
    }
  }

  private static CniException invalid(String attempt, CniException cause) {
    return new CniException(attempt + ": " + cause.getMessage() + ": invalid cni config");
  }
}
