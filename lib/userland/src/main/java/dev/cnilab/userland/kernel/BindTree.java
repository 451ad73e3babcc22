package dev.cnilab.userland.kernel;

import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.FileType;
import dev.cnilab.userland.file.FileUsage;
import dev.cnilab.userland.file.FileWatch;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.open.OpenFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A part of another tree, for bind mounts. */
public record BindTree(FileTree whole, String prefix) implements FileTree {

  private String in(String path) {
    return prefix.isEmpty() ? path : path.isEmpty() ? prefix : prefix + "/" + path;
  }

  @Override
  public FileStatus status(String path) throws FileException {
    return whole.status(in(path));
  }

  @Override
  public Optional<FileType> type(String path) {
    return whole.type(in(path));
  }

  @Override
  public boolean knowsWays() {
    return whole.knowsWays();
  }

  @Override
  public List<String> list(String path) throws FileException {
    return whole.list(in(path));
  }

  @Override
  public OpenFile open(String path, OpenMode mode) throws FileException {
    return whole.open(in(path), mode);
  }

  @Override
  public String readLink(String path) throws FileException {
    return whole.readLink(in(path));
  }

  @Override
  public void createDirectory(String path) throws FileException {
    whole.createDirectory(in(path));
  }

  @Override
  public void createSymlink(String path, String target) throws FileException {
    whole.createSymlink(in(path), target);
  }

  @Override
  public void createLink(String path, String existing) throws FileException {
    whole.createLink(in(path), in(existing));
  }

  @Override
  public void rename(String from, String to) throws FileException {
    whole.rename(in(from), in(to));
  }

  @Override
  public void remove(String path) throws FileException {
    whole.remove(in(path));
  }

  @Override
  public void setPermissions(String path, int permissions) throws FileException {
    whole.setPermissions(in(path), permissions);
  }

  @Override
  public void setOwner(String path, int owner, int group) throws FileException {
    whole.setOwner(in(path), owner, group);
  }

  @Override
  public void setModified(String path, Instant modified) throws FileException {
    whole.setModified(in(path), modified);
  }

  @Override
  public FileWatch watch(String path, Consumer<FileEvent> listener) throws FileException {
    return whole.watch(in(path), listener);
  }

  @Override
  public void removeAll(String path) throws FileException {
    whole.removeAll(in(path));
  }

  @Override
  public FileUsage usage(String path) throws FileException {
    return whole.usage(in(path));
  }

  @Override
  public Optional<DiskSpace> space() {
    return whole.space();
  }

  @Override
  public Object fileSystem() {
    return whole.fileSystem();
  }

  @Override
  public String root() {
    return prefix.isEmpty() ? whole.root() : whole.root().replaceFirst("/$", "") + "/" + prefix;
  }

  @Override
  public String options() {
    return whole.options();
  }

  @Override
  public String typeName() {
    return whole.typeName();
  }
}
