package dev.memcheck.render.view;

import java.util.Optional;

/** What the keys move: the findings, the tree below them, or the details of one of both. */
final class Focus {
    private static final int WHEEL_ROWS = 3;

    private final MomentCursor moments;
    private final TreePane tree;
    private final FindingsPane findings;
    private final DetailPane detail;
    private Layout layout = new Layout(80, 24, 0);
    /** Whether the details are of a finding, where the list of them has room. */
    private boolean onFindings;

    private boolean onDetails;

    Focus(MomentCursor moments, TreePane tree, FindingsPane findings, DetailPane detail) {
        this.moments = moments;
        this.tree = tree;
        this.findings = findings;
        this.detail = detail;
    }

    /** On the worst finding of the last window that has any, and on what it is about. */
    void begin() {
        settle();
        findings.toLastWindow();
        if (findings.size() > 0) {
            lookAtFinding();
        }
    }

    void resize(int columns, int rows) {
        layout = new Layout(Math.max(1, columns), Math.max(1, rows), findings.size());
        settle();
    }

    /** After something has changed: what is shown, and how much of it there is room for. */
    void settle() {
        tree.show(moments.shown());
        findings.refresh();
        layout = layout.withFindings(findings.size());
        findings.resize(layout.findingRows());
        tree.resize(layout.treeRows());
        detail.resize(layout.bodyRows());
        detail.show(isOnFindings());
    }

    Layout layout() {
        return layout;
    }

    /** Whether the list of findings is what the keys move, or was before the details. */
    boolean isOnFindings() {
        return onFindings && layout.findingRows() > 0;
    }

    boolean isOnDetails() {
        return onDetails;
    }

    /** Moves within what the keys move, other than the tree; whether the action did that. */
    boolean move(ViewAction action) {
        if (onDetails) {
            return detail.scroll(action);
        }
        boolean moved = isOnFindings() && findings.move(action);
        if (moved) {
            lookAtFinding();
        }
        return moved;
    }

    /** Leaves the findings for the tree. */
    void toTree() {
        onFindings = false;
    }

    void toggleDetails() {
        onDetails = !onDetails;
    }

    /** One thing back: from the details, and from the tree to the findings; whether there was something. */
    boolean back() {
        boolean toFindings = !onDetails && !isOnFindings() && layout.findingRows() > 0;
        boolean done = onDetails || toFindings;
        onDetails = false;
        if (toFindings) {
            lookAtFinding();
        }
        return done;
    }

    /** One row up; from the first one of the tree to the findings. */
    void up() {
        if (tree.cursor() == 0 && layout.findingRows() > 0) {
            lookAtFinding();
        } else {
            tree.move(-1);
        }
    }

    /** One row down; from the last finding to the tree, where that one's context is. */
    void down() {
        if (isOnFindings()) {
            toTree();
        } else {
            tree.move(1);
        }
    }

    /** Opens or closes the row, or tells the finding in full or in short. */
    void open() {
        if (!isOnFindings()) {
            tree.toggle();
        } else if (onDetails || layout.isBeside()) {
            detail.toggleFull();
        } else {
            onDetails = true;
        }
    }

    /** To the next finding of the session; whether there is one. */
    boolean nextFinding() {
        if (findings.size() == 0) {
            return false;
        }
        if (onFindings) {
            findings.next();
        }
        lookAtFinding();
        return true;
    }

    /** @param popup the list that is open above all else */
    void point(ViewInput.Mouse event, Optional<ListPopup> popup) {
        boolean beside = layout.isBeside() && event.column() >= layout.treeColumns();
        boolean there = beside || onDetails && !layout.isBeside();
        Runnable effect = switch (event.button()) {
            case WHEEL_UP -> () -> wheel(there, popup, ViewAction.UP, -WHEEL_ROWS);
            case WHEEL_DOWN -> () -> wheel(there, popup, ViewAction.DOWN, WHEEL_ROWS);
            case LEFT -> () -> click(there, popup.isPresent(), event.row());
        };
        effect.run();
    }

    private void click(boolean there, boolean covered, int screenRow) {
        onDetails = there && !covered;
        int finding = screenRow - layout.findingTop();
        int row = tree.top() + screenRow - layout.headRows();
        boolean onTree = screenRow >= layout.headRows() && screenRow < layout.rows() - 1;
        if (there || covered) {
            return;
        }
        if (finding >= 0 && finding < layout.findingRows()) {
            findings.select(findings.top() + finding);
            lookAtFinding();
        } else if (onTree && row == tree.cursor() && !isOnFindings()) {
            tree.toggle();
        } else if (onTree && tree.rows().filter(rows -> row < rows.size()).isPresent()) {
            toTree();
            tree.goTo(row);
        }
    }

    private void wheel(boolean there, Optional<ListPopup> popup, ViewAction way, int rows) {
        if (popup.isPresent()) {
            popup.get().move(way);
        } else if (there) {
            detail.scroll(way);
        } else if (isOnFindings()) {
            move(way);
        } else {
            tree.move(rows);
        }
    }

    /** Takes the tree to the statement and the context of the finding that is chosen. */
    private void lookAtFinding() {
        onFindings = true;
        findings.showStatement();
        settle();
        findings.selected().ifPresent(tree::goTo);
    }
}
