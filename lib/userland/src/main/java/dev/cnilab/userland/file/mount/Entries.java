package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.disk.Lookup;
import dev.cnilab.userland.privilege.Credentials;

/**
 * Checks who may create and remove directory entries, and sets the owner of new ones (fs/namei.c).
 */
final class Entries {
  static final int SETGID = 02000;

  private final MountTable mounts;

  Entries(MountTable mounts) {
    this.mounts = mounts;
  }

  /**
   * Checks that the caller may create an entry here (may_create); returns the place.
   *
   * @throws FileException EACCES if not
   */
  Place requireNew(Place place) throws FileException {
    if (!Permission.isUnlimited()) {
      Permission.WRITE.require(parentOf(place), place.path());
    }
    return place;
  }

  /**
   * Checks that the caller may remove what is here, if anything (may_delete); returns the place.
   *
   * @throws FileException EACCES or EPERM if not
   */
  Place requireRemoval(Place place) throws FileException {
    if (!Permission.isUnlimited() && place.status().isPresent()) {
      Permission.requireRemoval(parentOf(place), place.status().get(), place.path());
    }
    return place;
  }

  private FileStatus parentOf(Place place) throws FileException {
    String path = place.path().substring(0, Math.max(1, place.path().lastIndexOf('/')));
    Place directory = mounts.find(path, Last.FOLLOWED);
    return directory.tree().status(directory.inTree());
  }

  /**
   * Makes the caller the owner of a new file; in a setgid directory the group is the directory's.
   */
  static void own(Place place) throws FileException {
    Credentials caller = Credentials.current();
    FileStatus directory = place.tree().status(Lookup.directory(place.inTree()));
    boolean inherits = (directory.permissions() & SETGID) != 0;
    int group = inherits ? directory.group() : caller.group();
    if (caller.user() != 0 || group != 0) {
      place.tree().setOwner(place.inTree(), caller.user(), group);
    }
    if (inherits && place.tree().status(place.inTree()).isDirectory()) {
      int made = place.tree().status(place.inTree()).permissions();
      place.tree().setPermissions(place.inTree(), made | SETGID);
    }
  }
}
