package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.privilege.Credentials;
import java.time.Instant;

/** Changes the permissions, owners and times of files, and checks who may (fs/attr.c). */
final class FileAttributes {
  private final Mounts mounts;

  FileAttributes(Mounts mounts) {
    this.mounts = mounts;
  }

  void setPermissions(String path, int permissions) throws FileException {
    ResolvedPath place = writable(path, FinalSymlink.FOLLOWED);
    Permission.requireOwner(place.tree().status(place.inTree()), path);
    place.tree().setPermissions(place.inTree(), permissions);
  }

  void setOwner(String path, FinalSymlink last, int owner, int group) throws FileException {
    ResolvedPath place = writable(path, last);
    if (!Credentials.current().can(Capability.CHOWN)) {
      throw new FileException(FileError.EPERM, path);
    }
    place.tree().setOwner(place.inTree(), owner, group);
  }

  void setModified(String path, Instant modified) throws FileException {
    ResolvedPath place = writable(path, FinalSymlink.FOLLOWED);
    FileStatus found = place.tree().status(place.inTree());
    if (found.owner() != Credentials.current().user()) {
      Permission.WRITE.require(found, path);
    }
    place.tree().setModified(place.inTree(), modified);
  }

  private ResolvedPath writable(String path, FinalSymlink last) throws FileException {
    return mounts.find(path, last).existing().writable();
  }
}
