package dev.cnilab.userland.coreutils.file;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.word.BackslashText;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Commands that report on files: {@code stat}, {@code readlink}, checksums. */
public final class FileReports {
  private static final int BLOCK = 8192;

  /** The unit of stat(2), in bytes. */
  private static final int SECTOR = 512;

  private static final DateTimeFormatter FULL_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnn Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private FileReports() {}

  public static void addTo(Map<String, Command> all) {
    all.put("stat", FileReports::stat);
    all.put("readlink", FileReports::readlink);
    all.put("realpath", FileReports::realpath);
    all.put("md5sum", call -> checksum(call, "MD5"));
    all.put("sha1sum", call -> checksum(call, "SHA-1"));
    all.put("sha256sum", call -> checksum(call, "SHA-256"));
    all.put("base64", FileReports::base64);
  }

  private static int stat(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "cL", "printf").parse();
    if (options.operands().isEmpty()) {
      throw call.mistake("missing operand");
    }
    Users users = new Users(call.files());
    int status = 0;
    for (String path : options.operands()) {
      try {
        String absolute = call.resolve(path);
        FileStatus found =
            options.has('L') ? call.files().status(absolute) : call.files().linkStatus(absolute);
        String link =
            found.isSymlink() ? " -> " + Invocation.quote(call.files().readLink(absolute)) : "";
        String quoted = Invocation.quote(path) + link;
        if (options.has("printf")) {
          String format = options.value("printf").orElse("");
          call.out()
              .write(BackslashText.ofFormat(formatted(format, path, quoted, found, users)).bytes());
        } else if (options.has('c')) {
          String format = options.value('c').orElse("");
          call.out().println(formatted(format, path, quoted, found, users));
        } else {
          call.out().println(full(path + link.replace("'", ""), found, users));
        }
      } catch (FileException failed) {
        call.complain(
            (call.isBusybox() ? "can't stat '" : "cannot statx '")
                + path
                + "': "
                + failed.error().text());
        status = 1;
      }
    }
    return status;
  }

  private static String full(String name, FileStatus status, Users users) {
    String time = FULL_TIME.format(status.modified());
    return String.format(
        """
          File: %s
          Size: %-10d\tBlocks: %-10d IO Block: 4096   %s
        Device: 254,1\tInode: %-11d Links: %d
        Access: (%04o/%s)  Uid: (%5d/%8s)   Gid: (%5d/%8s)
        Access: %s
        Modify: %s
        Change: %s
         Birth: %s\
        """,
        name,
        status.size(),
        status.allocated() / SECTOR,
        kind(status),
        status.inode(),
        status.links(),
        status.permissions(),
        Modes.text(status),
        status.owner(),
        users.user(status.owner()),
        status.group(),
        users.group(status.group()),
        time,
        time,
        time,
        time);
  }

  private static String kind(FileStatus status) {
    return switch (status.type()) {
      case REGULAR -> status.size() == 0 ? "regular empty file" : "regular file";
      case DIRECTORY -> "directory";
      case SYMLINK -> "symbolic link";
      case CHARACTER_DEVICE -> "character special file";
      case FIFO -> "fifo";
      case SOCKET -> "socket";
    };
  }

  private static String formatted(
      String format, String name, String quoted, FileStatus status, Users users) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        text.append(c);
        continue;
      }
      char directive = format.charAt(++i);
      text.append(
          switch (directive) {
            case 'n' -> name;
            case 'N' -> quoted;
            case 's' -> status.size();
            case 'a' -> Integer.toOctalString(status.permissions());
            case 'A' -> Modes.text(status);
            case 'F' -> kind(status);
            case 'i' -> status.inode();
            case 'h' -> status.links();
            case 'u' -> status.owner();
            case 'g' -> status.group();
            case 'U' -> users.user(status.owner());
            case 'G' -> users.group(status.group());
            case 'y', 'x', 'z' -> FULL_TIME.format(status.modified());
            case 'Y', 'X', 'Z' -> status.modified().getEpochSecond();
            case 'b' -> status.allocated() / SECTOR;
            case 'B' -> SECTOR;
            case '%' -> "%";
            default -> "?";
          });
    }
    return text.toString();
  }

  private static int readlink(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "fenmqsvz").parse();
    if (options.operands().isEmpty()) {
      throw call.mistake("missing operand");
    }
    int status = 0;
    for (String path : options.operands()) {
      try {
        boolean canonical = options.last("fem") != ' ';
        String absolute = call.resolve(path);
        if (options.has('e')) {
          call.files().status(absolute);
        }
        String found = canonical ? call.files().resolve(absolute) : call.files().readLink(absolute);
        call.out().print(found + (options.has('n') ? "" : options.has('z') ? "\0" : "\n"));
      } catch (FileException failed) {
        if (options.has('v')) {
          call.complain(path + ": " + failed.error().text());
        }
        status = 1;
      }
    }
    return status;
  }

  private static int realpath(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "eqz").parse();
    if (options.operands().isEmpty()) {
      throw call.mistake("missing operand");
    }
    int status = 0;
    for (String path : options.operands()) {
      try {
        String absolute = call.resolve(path);
        if (options.has('e')) {
          call.files().status(absolute);
        }
        call.out().print(call.files().resolve(absolute) + (options.has('z') ? "\0" : "\n"));
      } catch (FileException failed) {
        if (!options.has('q')) {
          call.complain(path + ": " + failed.error().text());
        }
        status = 1;
      }
    }
    return status;
  }

  private static int checksum(Invocation call, String algorithm) throws IOException {
    Options.Found options = Options.of(call, "btz", "tag").parse();
    return call.eachInput(
        options.operands(),
        (path, in) -> {
          MessageDigest sum = digest(algorithm);
          byte[] block = new byte[BLOCK];
          for (int count = in.read(block); count >= 0; count = in.read(block)) {
            sum.update(block, 0, count);
          }
          byte[] hash = sum.digest();
          String hex = HexFormat.of().formatHex(hash);
          String line =
              options.has("tag")
                  ? algorithm.replace("-", "") + " (" + path + ") = " + hex
                  : hex + (options.last("bt") == 'b' ? " *" : "  ") + path;
          call.out().print(line + (options.has('z') ? "\0" : "\n"));
        });
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private static int base64(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "diw").parse();
    if (options.operands().size() > 1) {
      throw call.extra(options.operands().get(1));
    }
    String wrap = options.value('w').orElse("76");
    if (!wrap.matches("\\d{1,6}")) {
      throw call.failure(1, "invalid wrap size: " + Invocation.quote(wrap));
    }
    boolean[] invalid = new boolean[1];
    int status =
        call.eachInput(
            options.operands(),
            (path, in) -> {
              byte[] bytes = in.readAllBytes();
              if (options.has('d')) {
                invalid[0] = !decode(call, options.has('i') ? onlyAlphabet(bytes) : bytes);
              } else {
                encode(call, bytes, Integer.parseInt(wrap));
              }
            });
    if (invalid[0]) {
      throw call.failure(1, "invalid input");
    }
    return status;
  }

  private static void encode(Invocation call, byte[] bytes, int width) {
    String text = Base64.getEncoder().encodeToString(bytes);
    if (width == 0) {
      call.out().print(text);
    } else if (!text.isEmpty()) {
      call.out().println(text.replaceAll("(.{" + width + "})(?=.)", "$1\n"));
    }
  }

  private static byte[] onlyAlphabet(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1)
        .replaceAll("[^A-Za-z0-9+/=]", "")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean decode(Invocation call, byte[] text) {
    try {
      String bare = new String(text, StandardCharsets.ISO_8859_1).replace("\n", "");
      call.out().write(Base64.getDecoder().decode(bare));
      return true;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
