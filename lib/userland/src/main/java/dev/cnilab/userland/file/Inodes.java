package dev.cnilab.userland.file;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.jimfs.AttributeProvider;
import com.google.common.jimfs.File;
import com.google.common.jimfs.FileLookup;
import java.nio.file.attribute.FileAttributeView;
import org.jspecify.annotations.Nullable;

/**
 * The one view of attributes that a {@link Disk} has. Jimfs' own keep an owner, a group and a set
 * of permissions with each file, in five maps: more than most files' content.
 */
final class Inodes extends AttributeProvider {
  static final String NAME = "inode";
  private static final String ACCESS = "access";

  /** The name of the attribute that {@code Files.setAttribute} changes. */
  static final String ACCESS_OF_INODE = NAME + ":" + ACCESS;

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
      file.deleteAttribute(NAME, ACCESS);
    } else {
      file.setAttribute(NAME, ACCESS, access);
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

  private static Access access(File file) {
    return file.getAttribute(NAME, ACCESS) instanceof Access access ? access : Access.initial(file);
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
