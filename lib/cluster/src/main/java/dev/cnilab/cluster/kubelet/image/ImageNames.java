package dev.cnilab.cluster.kubelet.image;

import java.util.regex.Pattern;

/** The grammar of image names: {@code [host[:port]/]path[:tag][@digest]}. */
final class ImageNames {
  private static final Pattern VALID =
      Pattern.compile(
          "((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*"
              + "(?::[0-9]+)?/)?"
              + "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
              + "(?::[\\w][\\w.-]{0,127})?"
              + "(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?");

  private ImageNames() {}

  static boolean isValid(String image) {
    return VALID.matcher(image).matches();
  }

  /** The name with {@code :latest} if it has neither tag nor digest. */
  static String withTag(String image) {
    boolean tagged = image.indexOf(':', image.lastIndexOf('/') + 1) >= 0;
    return tagged ? image : image + ":latest";
  }
}
