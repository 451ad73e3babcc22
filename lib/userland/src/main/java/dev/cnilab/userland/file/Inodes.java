package dev.cnilab.userland.file;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.jimfs.AttributeProvider;
import com.google.common.jimfs.File;
import com.google.common.jimfs.FileLookup;
import java.nio.file.attribute.FileAttributeView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one view of attributes that a {@link Disk} has. Jimfs keeps attributes in three maps a file:
 * more than most files' content. Here one map has them of all files, and only where they are not
 * what nearly all have.
 */
final class Inodes extends AttributeProvider {
  static final String NAME = "inode";
  private static final String ACCESS = "access";

  /** The name of the attribute that {@code Files.setAttribute} changes. */
  static final String ACCESS_OF_INODE = NAME + ":" + ACCESS;

  private final Map<Integer, Access> unusual = new HashMap<>();

  /** An inode is gone; its number is not given again. */
  void forget(int number) {
    unusual.remove(number);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ImmutableSet<String> inherits() {
    return ImmutableSet.of("basic");
  }

  @Override
  public ImmutableSet<String> fixedAttributes() {
    return ImmutableSet.of(ACCESS);
  }

  @Override
  public @Nullable Object get(File file, String attribute) {
    return attribute.equals(ACCESS) ? access(file) : null;
  }

  @Override
  public void set(File file, String view, String attribute, Object value, boolean create) {
    checkNotCreate(view, attribute, create);
    Access access = checkType(view, attribute, value, Access.class);
    if (access.equals(Access.initial(file))) {
      unusual.remove(file.id());
    } else {
      unusual.put(file.id(), access);
    }
  }

  @Override
  public Class<Inode> attributesType() {
    return Inode.class;
  }

  @Override
  public Inode readAttributes(File file) {
    return new Inode(file, access(file), file.getLastModifiedTime());
  }

  private Access access(File file) {
    Access known = unusual.get(file.id());
    return known == null ? Access.initial(file) : known;
  }

  @Override
  public Class<View> viewType() {
    return View.class;
  }

  @Override
  public FileAttributeView view(
      FileLookup lookup, ImmutableMap<String, FileAttributeView> inherited) {
    return new View();
  }

  /** Says nothing: attributes are read at once and set one by one. */
  static final class View implements FileAttributeView {
    @Override
    public String name() {
      return NAME;
    }
  }
}
