/** jq's functions with regular expressions, which others can interrupt. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.jq.regex;
