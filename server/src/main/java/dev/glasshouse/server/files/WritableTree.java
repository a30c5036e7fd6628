package dev.glasshouse.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A tree whose files can be written and removed. */
public interface WritableTree extends ContentTree {

  /** What came of a try to write. */
  enum Outcome {
    /** Nothing was there before. */
    CREATED,
    /** It stands in the place of what was there. */
    REPLACED,
    /** There is no folder to put it in. */
    NO_PARENT,
    /** A folder stands there. */
    IS_FOLDER,
    /** More came than is taken; what was there before still stands. */
    TOO_LARGE,
    /** There is no room on the disk; what was there before still stands. */
    DISK_FULL
  }

  /**
   * Puts a file in the place of what is there, at one stroke: readers see the old one or the new
   * one, whole, and so does who looks after a crash.
   *
   * @param segments the way to the file, at least one
   * @param bytes the new content; when reading it fails, what was there still stands
   * @param most bytes that are taken
   * @throws IOException when the content cannot be read, or the file not be written
   */
  Outcome write(List<String> segments, InputStream bytes, long most) throws IOException;

  /**
   * Removes a file.
   *
   * @return whether there was one
   * @throws IOException when it cannot be removed
   */
  boolean remove(List<String> segments) throws IOException;
}
