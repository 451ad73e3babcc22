package dev.cnilab.lab.guard;

import java.util.regex.Pattern;

/** Whether a command's output says that it lacked a privilege. */
final class MissingPrivilege {

  private static final Pattern WORDS =
      Pattern.compile(
          "operation not permitted|permission denied|read-only file system|must be (root|superuser)"
              + "|you must be root|not permitted|access denied|authentication required"
              + "|don't have permission|are you root|not enough privileges",
          Pattern.CASE_INSENSITIVE);

  private MissingPrivilege() {}

  static boolean isIn(String err) {
    return WORDS.matcher(err).find();
  }
}
