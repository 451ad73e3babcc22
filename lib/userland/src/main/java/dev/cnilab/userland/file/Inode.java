package dev.cnilab.userland.file;

import com.google.common.jimfs.File;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** What stat(2) tells of a file, as it is when one asks. */
record Inode(File file, Access access, FileTime lastModifiedTime) implements BasicFileAttributes {
  int links() {
    return file.links();
  }

  @Override
  public FileTime lastAccessTime() {
    return file.getLastAccessTime();
  }

  @Override
  public FileTime creationTime() {
    return file.getCreationTime();
  }

  @Override
  public boolean isRegularFile() {
    return file.isRegularFile();
  }

  @Override
  public boolean isDirectory() {
    return file.isDirectory();
  }

  @Override
  public boolean isSymbolicLink() {
    return file.isSymbolicLink();
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public long size() {
    return file.size();
  }

  /** The inode's number. */
  @Override
  public Integer fileKey() {
    return file.id();
  }
}
