package dev.cnilab.cluster.apiserver.proxy;

import java.nio.charset.StandardCharsets;

/** Rewrites the links of a page of any length: each part up to its last whole tag. */
public final class PageStream implements BodyStream {
  /** A tag that is longer is passed on unchanged, in bytes. */
  private static final int LONGEST_TAG = 64 * 1024;

  private final LinkRewriting rewriting;

  /** The beginning of a tag; one character for each byte, as links and tags are in ASCII. */
  private String unfinished = "";

  public PageStream(LinkRewriting rewriting) {
    this.rewriting = rewriting;
  }

  @Override
  public byte[] next(byte[] part) {
    String text = unfinished + new String(part, StandardCharsets.ISO_8859_1);
    boolean isAll = part.length == 0 || text.length() > LONGEST_TAG;
    int end = isAll ? text.length() : text.lastIndexOf('>') + 1;
    unfinished = text.substring(end);
    return rewriting.page(text.substring(0, end)).getBytes(StandardCharsets.ISO_8859_1);
  }
}
