/** Questions that a learner answers before the cluster does. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.question;
